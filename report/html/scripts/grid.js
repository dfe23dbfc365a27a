// makeGrid turns {columns, rows} into a table that sorts by a click on a head, filters by text and by the
// columns of kind "choice", and shows a page of rows at a time. onRow is called with the index of a clicked row.
const makeGrid = (element, tools, grid, pageSize, onRow) => {
  const state = {sort: -1, ascending: true, page: 0, text: "", choices: {}};
  const number = new Intl.NumberFormat("en-US", {minimumFractionDigits: 2, maximumFractionDigits: 2});
  const shown = grid.columns.map((_, c) => grid.rows.some((row) => row[c] !== ""));
  const lower = grid.rows.map((row) => row.join("\n").toLowerCase());

  const cellText = (column, text) => {
    if (text === "") return "";
    switch (column.kind) {
      case "time": return showTime(Number(text), grid.dates);
      case "money": return number.format(Number(text));
      case "number": return text.replace(/^-?\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
      default: return text;
    }
  };
  const isNumber = (column) => column.kind === "number" || column.kind === "money";
  const compare = (column) => (a, b) => {
    if (a === b) return 0;
    if (a === "") return 1;
    if (b === "") return -1;
    return isNumber(column) || column.kind === "time" ? Number(a) - Number(b) : a < b ? -1 : 1;
  };

  const selected = () => {
    const wanted = state.text.toLowerCase();
    let indexes = grid.rows.map((_, i) => i).filter((i) =>
      (!wanted || lower[i].includes(wanted)) &&
      Object.entries(state.choices).every(([c, value]) => !value || grid.rows[i][c] === value));
    if (state.sort >= 0) {
      const by = compare(grid.columns[state.sort]), direction = state.ascending ? 1 : -1;
      indexes.sort((a, b) => direction * by(grid.rows[a][state.sort], grid.rows[b][state.sort]) || a - b);
    }
    return indexes;
  };

  const table = document.createElement("table");
  table.className = "grid";
  const head = table.createTHead().insertRow();
  const heads = [];
  grid.columns.forEach((column, c) => {
    if (!shown[c]) return;
    const th = document.createElement("th");
    th.scope = "col";
    th.tabIndex = 0;
    th.textContent = column.name;
    if (isNumber(column)) th.className = "number";
    const sort = () => {
      state.ascending = state.sort === c ? !state.ascending : !isNumber(column);
      state.sort = c;
      state.page = 0;
      show();
    };
    th.addEventListener("click", sort);
    th.addEventListener("keydown", (e) => { if (e.key === "Enter") sort(); });
    head.append(th);
    heads[c] = th;
  });
  const body = table.createTBody();
  const pager = document.createElement("div");
  pager.className = "pager";
  const back = button("Back", undefined, () => { state.page--; show(); });
  const next = button("Next", undefined, () => { state.page++; show(); });
  const where = document.createElement("span");
  pager.append(back, next, where);

  const addRow = (i) => {
    const tr = body.insertRow();
    grid.columns.forEach((column, c) => {
      if (!shown[c]) return;
      const td = tr.insertCell(), text = grid.rows[i][c];
      td.textContent = cellText(column, text);
      if (isNumber(column)) td.className = "number";
      if (column.kind === "money" && Number(text)) td.classList.add(Number(text) > 0 ? "gain" : "loss");
      if (column.kind === "text" && text.length > 40) td.classList.add("long");
    });
    if (onRow && onRow.accepts(i)) {
      tr.className = "link";
      tr.addEventListener("click", () => onRow.open(i));
    }
  };

  const show = () => {
    const indexes = selected();
    const pages = Math.max(1, Math.ceil(indexes.length / pageSize));
    state.page = Math.min(state.page, pages - 1);
    const from = state.page * pageSize;
    body.replaceChildren();
    indexes.slice(from, from + pageSize).forEach(addRow);
    heads.forEach((th, c) => {
      if (c === state.sort) th.setAttribute("aria-sort", state.ascending ? "ascending" : "descending");
      else th.removeAttribute("aria-sort");
    });
    back.disabled = state.page === 0;
    next.disabled = state.page === pages - 1;
    const range = indexes.length ? `${from + 1}–${Math.min(from + pageSize, indexes.length)} of ${indexes.length}` : "none match";
    where.textContent = range + (grid.note ? `. ${grid.note}` : "");
  };

  const search = document.createElement("input");
  search.type = "search";
  search.placeholder = "Filter";
  search.setAttribute("aria-label", "Filter rows by text");
  search.addEventListener("input", () => { state.text = search.value; state.page = 0; show(); });
  grid.columns.forEach((column, c) => {
    if (column.kind !== "choice") return;
    const values = [...new Set(grid.rows.map((row) => row[c]))].sort();
    if (values.length < 2 || values.length > 200) return;
    const select = document.createElement("select");
    select.setAttribute("aria-label", column.name);
    select.append(new Option(column.name + ": all", ""));
    values.filter((v) => v !== "").forEach((v) => select.append(new Option(v, v)));
    select.addEventListener("change", () => { state.choices[c] = select.value; state.page = 0; show(); });
    tools.append(select);
  });
  tools.append(search);

  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.append(table);
  element.replaceChildren(scroll, pager);
  show();
};
