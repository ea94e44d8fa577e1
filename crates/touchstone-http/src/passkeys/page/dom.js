//! Decides how the page is written to: always as text, never as markup, whatever the server or an authenticator says.

/** The element of this id. */
export const element = (id) => document.getElementById(id);

/** A new element with this text or these children. */
export function made(name, content = "", attributes = {}) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...(Array.isArray(content) ? content : [String(content)]));
  return node;
}

/** Writes text. */
export function write(id, text) {
  element(id).textContent = text ?? "";
}

/** Writes JSON. */
export function writeJson(id, value) {
  write(id, value === null ? "" : JSON.stringify(value, null, 2));
}

/** Writes an error where it is shown; without one the place is hidden. */
export function writeAlert(id, text) {
  write(id, text);
  element(id).hidden = !text;
}

/** Any JSON value as lists of names and values. */
export function facts(value) {
  if (Array.isArray(value)) {
    if (value.length === 0) return made("span", "none", { class: "muted" });
    return made("ul", value.map((item) => made("li", [facts(item)])), { class: "values" });
  }
  if (value !== null && typeof value === "object") {
    const line = ([name, inner]) => [made("dt", name), made("dd", [facts(inner)])];
    return made("dl", Object.entries(value).flatMap(line), { class: "facts" });
  }
  if (value === null || value === "") return made("span", "not known", { class: "muted" });
  return made("code", value);
}
