// Talks to the server about drafts. Every answer has a status; 0 means that there was no contact.
import { form } from "./form_rows.js";

const address = form.dataset.drafts;
const WAIT = 20_000;

export const token = () => form.elements.csrfmiddlewaretoken.value;

export const ask = async (url, options = {}) => {
  try {
    const headers = { Accept: "application/json", ...options.headers };
    const response = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(WAIT) });
    const isData = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, data: isData ? await response.json() : {} };
  } catch {
    return { status: 0, data: {} };
  }
};

export const sendDraft = (fields) =>
  ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ revision: Number(form.elements.revision.value), page: form.elements.page.value, fields }),
  });

// After signing in again the forms need a new token. Nothing is sent on behalf of another account.
export const renew = async () => {
  const answer = await ask(address);
  if (answer.status !== 200) return answer;
  if (String(answer.data.account) !== form.dataset.account) return { status: 0, data: {}, isOther: true };
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = answer.data.token;
  return answer;
};
