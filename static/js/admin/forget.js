// Signing out takes along the copies of unsaved text that the browser keeps.
document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action, location.href).pathname.endsWith("/logout/")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("utkast ")) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
});
