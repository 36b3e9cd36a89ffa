// What proves that a request comes from our own page.
export const token = document.querySelector("meta[name=csrf-token]")?.content;
