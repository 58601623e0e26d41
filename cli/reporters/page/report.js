"use strict";
// Filtering, folding and sorting. Without it the report is complete, only longer.
(() => {
  const all = (where, what) => [...where.querySelectorAll(what)];
  const filter = (section) => {
    const words = (section.querySelector("[data-filter]")?.value || "").toUpperCase().split(/\s+/).filter(Boolean);
    const verdict = section.querySelector("[data-verdict]")?.value || "";
    let shown = 0;
    for (const item of all(section, ".group, .finding")) {
      const text = item.textContent.toUpperCase();
      const fits = words.every((word) => text.includes(word)) && (!verdict || item.dataset.verdictOf === verdict);
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    section.querySelector(".none").hidden = shown > 0;
  };
  for (const control of all(document, "[data-filter], [data-verdict]")) {
    control.addEventListener("input", () => filter(control.closest("section")));
  }
  for (const button of all(document, "[data-fold]")) {
    button.addEventListener("click", () => {
      for (const group of all(button.closest("section"), ".group")) group.open = button.dataset.fold === "open";
    });
  }
  const key = (row, column) => {
    const cell = row.cells[column];
    const value = cell.dataset.sort ?? cell.textContent.trim();
    const number = Number(value);
    return value !== "" && !Number.isNaN(number) ? number : value;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  for (const table of all(document, "table.sortable")) {
    all(table, "th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of all(table, "th")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = all(table, "tbody tr").sort((a, b) => compare(key(a, column), key(b, column)));
        table.tBodies[0].append(...(down ? rows.reverse() : rows));
      });
    });
  }
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = all(document, "details:not([open])");
    for (const group of folded) group.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const group of folded) group.open = false;
  });
})();
