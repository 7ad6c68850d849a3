// What has not reached the server yet, in the browser: one copy for each account and meeting.
import { form } from "./form_rows.js";

const key = `utkast ${form.dataset.account} ${form.dataset.editor}`;

// False when the browser has no room or keeps nothing.
export const keepCopy = (copy) => {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
};

export const readCopy = () => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
};

export const dropCopy = () => {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
};
