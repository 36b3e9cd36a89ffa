// Collects the icons that templates and modules name, and draws them into one sprite.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

const LITERAL = /"([a-z0-9]+(?:-[a-z0-9]+)*)"/g;
const CALL = /\bicon\(((?:[^()]|\([^()]*\))*)\)/g;

function files(folder, end) {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.filter((name) => name.endsWith(end)).map((name) => join(folder, name));
}

const literals = (text) => [...text.matchAll(LITERAL)].map(([, name]) => name);

// Named in the call itself: a name that does not exist is a mistake. Only the first argument is a name.
function called(text) {
  return [...text.matchAll(CALL)].flatMap(([, given]) => literals(given.split(/,\s*label/)[0]));
}

// Named elsewhere, in a table or a module: whatever is written as an icon is, is one.
function passed(text) {
  return /\bicon\b/.test(text) ? literals(text) : [];
}

export function sprite(root, icons) {
  const path = (name) => join(icons, `${name}.svg`);
  const names = new Set();
  for (const file of [...files(join(root, "templates"), ".html"), ...files(join(root, "workspace"), ".py")]) {
    const text = readFileSync(file, "utf8");
    for (const name of file.endsWith(".html") ? called(text) : []) {
      if (!existsSync(path(name))) throw new Error(`${relative(root, file)}: no icon is called “${name}”.`);
      names.add(name);
    }
    for (const name of passed(text)) if (existsSync(path(name))) names.add(name);
  }
  const symbols = [...names].sort().map((name) => symbol(name, readFileSync(path(name), "utf8")));
  // Seen by itself, the sprite is the mark: the icon of the site costs no request of its own.
  const mark = readFileSync(join(root, "static", "mark.svg"), "utf8").trim();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24.8 24.8">${mark}${symbols.join("")}</svg>`;
}

function symbol(name, drawing) {
  const shapes = drawing.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
}
