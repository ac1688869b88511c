// The judge's desk: scores go in, a score file comes out. Asks no other host, keeps everything in this machine.
(() => {
  "use strict";

  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const say = (key, values = {}) =>
    data.words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const make = (name, text = "", attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  // ---- numbers: whole units of 10^-digits, so that no binary fraction ever touches a score ----

  const NUMBER = /^(\d{1,6})(?:[.,](\d{1,6}))?$/;
  const decimals = (text) => (text.split(".")[1] || "").length;
  const digits = Math.max(...data.criteria.flatMap((c) => [c.max, c.step, c.weight].map(decimals)));
  const units = (text) => {
    const found = NUMBER.exec(text.trim());
    if (!found) return null;
    const part = (found[2] || "").replace(/0+$/, "");
    if (part.length > digits) return NaN; // finer than any step
    return Number(found[1] + part.padEnd(digits, "0"));
  };
  const decimal = (whole, places) => {
    const text = String(whole).padStart(places + 1, "0");
    const part = places ? text.slice(-places).replace(/0+$/, "") : "";
    return (places ? text.slice(0, -places) : text) + (part && "." + part);
  };
  const shown = (text) => text.replace(".", ",");

  const criteria = data.criteria.map((c) => ({
    ...c, most: units(c.max), stride: units(c.step), counts: units(c.weight),
  }));

  /** Read one box: its score in units (null where there is none) and what is wrong with it. */
  const read = (criterion, typed) => {
    if (!typed.trim()) return { score: null, fault: "" };
    const value = units(typed);
    if (value === null) return { score: null, fault: say("fault-number") };
    if (value > criterion.most) return { score: null, fault: say("fault-range", { max: shown(criterion.max) }) };
    if (Number.isNaN(value) || value % criterion.stride) {
      return { score: null, fault: say("fault-step", { step: shown(criterion.step) }) };
    }
    return { score: value, fault: "" };
  };

  // ---- what the judge has done so far ----

  const blank = (entry) => ({ text: entry.text, typed: {}, notes: "", reason: "", words: "" });
  const fresh = () => ({
    rubric: data.rubric, revision: 0, version: 0, exported: "",
    entries: Object.fromEntries(data.entries.map((entry) => [entry.code, blank(entry)])),
  });
  let state = fresh();
  let beforeLoading = null;
  const of = (entry) => state.entries[entry.code];
  const reasonOf = (slug) => data.reasons.find((reason) => reason.slug === slug);

  /** Sum up one entry: what is scored, what is missing, whether it is finished. */
  const sum = (entry) => {
    const work = of(entry);
    const results = criteria.map((c) => ({ c, ...read(c, work.typed[c.slug] || "") }));
    const scored = results.filter((r) => r.score !== null);
    const missing = results.filter((r) => r.fault || (r.score === null && r.c.required));
    const counted = results.filter((r) => r.score !== null || r.c.required);
    const reason = reasonOf(work.reason);
    const wordless = Boolean(reason && reason.needs_words && !work.words.trim());
    const touched = scored.length || missing.some((r) => r.fault) || work.notes.trim();
    return {
      scored: scored.length,
      missing: missing.map((r) => r.c.name),
      total: decimal(scored.reduce((all, r) => all + r.score * r.c.counts, 0), 2 * digits),
      most: decimal(counted.reduce((all, r) => all + r.c.most * r.c.counts, 0), 2 * digits),
      recused: Boolean(reason),
      wordless,
      done: reason ? !wordless : missing.length === 0,
      touched: Boolean(touched),
    };
  };
  const unfinished = () => data.entries.filter((entry) => !sum(entry).done);

  // ---- keeping it: in this browser where it lets us, in files always ----

  const family = ["neuguong-cham", data.season, data.round, data.judge, ""].join(":");
  const key = family + data.packet;
  let store = null;
  let dirty = false; // something is on the screen that is kept nowhere
  let timer = 0;

  const openStore = () => {
    try {
      window.localStorage.setItem(family + "?", "1");
      window.localStorage.removeItem(family + "?");
      store = window.localStorage;
    } catch {
      store = null;
    }
  };

  const showSaved = () => {
    const words = store ? (dirty ? "" : say("saved")) : say(dirty ? "not-saved" : "saved-file");
    byId("saved").textContent = !store && !state.revision ? "" : words;
    byId("saved").classList.toggle("not", !store && dirty);
  };

  const withoutStore = () => {
    store = null;
    const notice = byId("no-storage") || make("div", "", { id: "no-storage", class: "notice" });
    const button = make("button", say("safe-keep"), { type: "button", class: "keep" });
    notice.replaceChildren(make("p", say("no-storage")), button);
    byId("notices").prepend(notice);
  };

  const save = () => {
    if (!dirty || !store) return;
    try {
      store.setItem(key, JSON.stringify(state));
      dirty = false;
    } catch {
      withoutStore(); // full, or switched off in the meantime
    }
    showSaved();
  };

  const changed = () => {
    state.revision += 1;
    dirty = true;
    if (!timer) {
      save(); // at once, and while somebody is writing five times a second
      timer = setTimeout(() => {
        timer = 0;
        save();
      }, 200);
    }
    showSaved();
    refresh();
  };

  const isState = (found) =>
    Boolean(found && found.rubric === data.rubric && found.entries && Number.isInteger(found.revision));
  const parse = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  };
  const text = (value) => (typeof value === "string" ? value : "");

  /** Take one entry's work from elsewhere, where it is about the same text; say whether it was. */
  const adopt = (target, entry, work) => {
    if (!work || work.text !== entry.text) return false;
    const taken = blank(entry);
    for (const c of criteria) taken.typed[c.slug] = text((work.typed || {})[c.slug]);
    taken.notes = text(work.notes);
    taken.reason = reasonOf(work.reason) ? work.reason : "";
    taken.words = text(work.words);
    target.entries[entry.code] = taken;
    return true;
  };

  const adoptState = (found) => {
    const next = { ...fresh(), revision: found.revision, version: found.version || 0, exported: text(found.exported) };
    for (const entry of data.entries) adopt(next, entry, found.entries[entry.code]);
    state = next;
  };

  const isBlank = (work) =>
    !work.notes && !work.reason && !work.words && Object.values(work.typed || {}).every((typed) => !typed);

  /** A new packet of the same judge and round: what was scored in the last one and has not changed stays. */
  const carryOver = () => {
    const keys = Array.from({ length: store.length }, (_, index) => store.key(index));
    const found = keys
      .filter((name) => name.startsWith(family))
      .map((name) => parse(store.getItem(name)))
      .filter(isState)
      .sort((one, other) => other.revision - one.revision)[0];
    if (!found) return;
    const worked = data.entries.filter((entry) => found.entries[entry.code] && !isBlank(found.entries[entry.code]));
    const [same, other] = [[], []];
    for (const entry of worked) (adopt(state, entry, found.entries[entry.code]) ? same : other).push(entry.code);
    if (!worked.length) return;
    state.version = found.version || 0;
    state.revision = found.revision + 1;
    dirty = true;
    save();
    const notice = make("div", "", { class: "notice" });
    notice.append(make("p", say("carried", { count: same.length })));
    if (other.length) {
      notice.append(make("p", say("carried-changed", { count: other.length, codes: other.join(", ") })));
    }
    byId("notices").append(notice);
  };

  const restore = () => {
    const found = parse(store.getItem(key));
    if (isState(found)) adoptState(found);
    else carryOver();
  };

  /** Another tab with this packet may have gone on: whoever is further is right. */
  const catchUp = () => {
    if (!store || dirty) return;
    const found = parse(store.getItem(key));
    if (!isState(found) || found.revision <= state.revision) return;
    adoptState(found);
    refill();
  };

  // ---- score files ----

  const asFile = (handedIn) => ({
    format: "neuguong-score-file",
    format_version: 1,
    season: data.season,
    round: data.round,
    judge: data.judge,
    packet: data.packet,
    rubric: data.rubric,
    version: 0,
    handed_in: handedIn,
    entries: data.entries.map((entry) => {
      const work = of(entry);
      const { done, recused } = sum(entry);
      const scores = {};
      for (const c of criteria) {
        const { score } = read(c, work.typed[c.slug] || "");
        scores[c.slug] = recused || score === null ? null : decimal(score, digits);
      }
      return {
        code: entry.code,
        text: entry.text,
        scores,
        notes: work.notes.normalize("NFC").trim(),
        abstained: recused ? { reason: work.reason, words: work.words.normalize("NFC").trim() } : null,
        complete: done,
        typed: Object.fromEntries(criteria.map((c) => [c.slug, work.typed[c.slug] || ""])),
      };
    }),
  });

  const download = (handedIn) => {
    const file = asFile(handedIn);
    const content = JSON.stringify(file);
    if (content !== state.exported) {
      state.exported = content;
      state.version += 1;
      state.revision += 1;
    }
    file.version = state.version;
    const name = [handedIn ? "diem" : "dang-cham", data.season, data.round, data.judge, "v" + state.version].join("-") + ".json";
    const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1) + "\n"], { type: "application/json" }));
    const link = make("a", "", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    if (store) {
      dirty = true;
      save();
    } else {
      dirty = false;
    }
    showSaved();
    return name;
  };

  const workOf = (row) => ({
    text: row.text,
    typed: row.typed && typeof row.typed === "object" ? row.typed : row.scores || {},
    notes: row.notes,
    reason: row.abstained ? row.abstained.reason : "",
    words: row.abstained ? row.abstained.words : "",
  });

  const answer = (place, ...children) => byId(place).replaceChildren(...children);

  const offer = (name, found) => {
    const mine = (kind) => found[kind] === data[kind];
    const isRow = (row) => Boolean(row && typeof row === "object");
    if (!found || found.format !== "neuguong-score-file" || !Array.isArray(found.entries) || !found.entries.every(isRow)) {
      return answer("loading", make("p", say("file-bad")));
    }
    if (!mine("season") || !mine("round") || !mine("judge")) return answer("loading", make("p", say("file-other")));
    if (!mine("rubric")) return answer("loading", make("p", say("file-scale")));
    const next = { ...state, entries: { ...state.entries } };
    const [used, replaced, skipped] = [[], [], []];
    for (const row of found.entries) {
      const entry = data.entries.find((one) => one.code === row.code);
      const work = workOf(row);
      if (isBlank({ notes: "", words: "", ...work, typed: work.typed })) continue;
      if (!entry || !adopt(next, entry, work)) {
        skipped.push(text(row.code));
        continue;
      }
      const same = (a, b) => a.notes === b.notes && a.reason === b.reason && a.words === b.words &&
        criteria.every((c) => (a.typed[c.slug] || "") === (b.typed[c.slug] || ""));
      if (same(next.entries[entry.code], of(entry))) continue;
      used.push(entry.code);
      if (!isBlank(of(entry))) replaced.push(entry.code);
    }
    const about = [];
    const skippedWords = skipped.length ? [make("p", say("file-skipped", { count: skipped.length, codes: skipped.join(", ") }))] : [];
    if (!used.length) return answer("loading", make("p", say("file-nothing")), ...skippedWords);
    about.push(make("p", say("file-found", { file: name, count: used.length })), ...skippedWords);
    if (replaced.length) {
      about.push(make("p", say("file-replace", { count: replaced.length, codes: replaced.join(", ") })));
    }
    const use = () => {
      beforeLoading = state;
      state = { ...next, version: Math.max(state.version, Number.isInteger(found.version) ? found.version : 0) };
      changed();
      refill();
      const undo = make("button", say("file-undo"), { type: "button" });
      undo.addEventListener("click", () => {
        state = { ...beforeLoading, revision: state.revision, version: state.version };
        changed();
        refill();
        answer("loading", make("p", say("file-undone")));
      });
      answer("loading", make("p", say("file-used", { count: used.length })), undo);
    };
    if (!replaced.length) return use();
    const yes = make("button", say("file-use"), { type: "button" });
    const no = make("button", say("file-cancel"), { type: "button" });
    yes.addEventListener("click", use);
    no.addEventListener("click", () => answer("loading"));
    const buttons = make("p", "", { class: "buttons" });
    buttons.append(yes, no);
    answer("loading", ...about, buttons);
    yes.focus();
  };

  // ---- the desk of one entry ----

  const desks = new Map();

  const fillCriterion = (desk, criterion, entry) => {
    const box = desk.querySelector(`[data-slug="${criterion.slug}"]`);
    const typed = of(entry).typed[criterion.slug] || "";
    const { score, fault } = read(criterion, typed);
    const input = box.querySelector(".score");
    if (document.activeElement !== input || !typed) input.value = shown(typed);
    input.setAttribute("aria-invalid", String(Boolean(fault)));
    const words = box.querySelector(".fault");
    if (words.textContent !== fault) words.textContent = fault;
    words.hidden = !fault;
    box.classList.toggle("has", score !== null);
    box.querySelector(".clear").hidden = !typed;
    box.querySelector(".less").disabled = score === null || score === 0;
    box.querySelector(".more").disabled = score === null || score === criterion.most;
    const chips = [...box.querySelectorAll(".chips button")];
    const below = chips.filter((chip) => score !== null && units(chip.value) <= score).at(-1);
    for (const chip of chips) {
      const exact = units(chip.value) === score;
      chip.setAttribute("aria-pressed", String(exact));
      chip.classList.toggle("near", chip === below && !exact);
    }
  };

  const fillAbstention = (desk, entry) => {
    const { reason, words } = of(entry);
    const { wordless, recused } = sum(entry);
    for (const radio of desk.querySelectorAll(".abstain input")) radio.checked = radio.value === reason;
    const area = desk.querySelector(".abstain .words");
    if (document.activeElement !== area) area.value = words;
    const fault = desk.querySelector(".abstain .fault");
    fault.textContent = wordless ? say("abstain-words-missing") : "";
    fault.hidden = !wordless;
    desk.querySelector(".undo").hidden = !recused;
    desk.classList.toggle("recused", recused);
    for (const box of desk.querySelectorAll(".criterion")) box.disabled = recused;
    if (recused) desk.querySelector(".abstain").open = true;
  };

  const fill = (desk, entry) => {
    for (const criterion of criteria) fillCriterion(desk, criterion, entry);
    const notes = desk.querySelector(".notes");
    if (document.activeElement !== notes) notes.value = of(entry).notes;
    fillAbstention(desk, entry);
  };

  const refill = () => {
    if (document.activeElement) document.activeElement.blur();
    for (const [entry, desk] of desks) fill(desk, entry);
    refresh();
  };

  const listenToCriterion = (desk, criterion, entry) => {
    const box = desk.querySelector(`[data-slug="${criterion.slug}"]`);
    const input = box.querySelector(".score");
    const put = (typed) => {
      of(entry).typed[criterion.slug] = typed;
      fillCriterion(desk, criterion, entry);
      changed();
    };
    const set = (value) => {
      put(decimal(value, digits));
      input.value = shown(decimal(value, digits));
    };
    const step = (by) => {
      const { score } = read(criterion, of(entry).typed[criterion.slug] || "");
      if (score !== null) set(Math.min(criterion.most, Math.max(0, score + by * criterion.stride)));
    };
    input.addEventListener("input", () => put(input.value.trim().replace(",", ".")));
    input.addEventListener("blur", () => fillCriterion(desk, criterion, entry));
    input.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (by) step(by);
      else if (event.key === "Enter") nextBox(desk, input);
      else return;
      event.preventDefault();
    });
    box.querySelector(".less").addEventListener("click", () => step(-1));
    box.querySelector(".more").addEventListener("click", () => step(1));
    box.querySelector(".clear").addEventListener("click", () => {
      put("");
      input.value = "";
      input.focus();
    });
    for (const chip of box.querySelectorAll(".chips button")) {
      chip.addEventListener("click", () => set(units(chip.value)));
    }
  };

  const nextBox = (desk, input) => {
    const boxes = [...desk.querySelectorAll(".score, .notes")];
    boxes[boxes.indexOf(input) + 1].focus();
  };

  const listenToWords = (desk, entry) => {
    const notes = desk.querySelector(".notes");
    notes.addEventListener("input", () => {
      of(entry).notes = notes.value;
      changed();
    });
    const words = desk.querySelector(".abstain .words");
    words.addEventListener("input", () => {
      of(entry).words = words.value;
      fillAbstention(desk, entry);
      changed();
    });
    const choose = (reason) => {
      of(entry).reason = reason;
      fillAbstention(desk, entry);
      changed();
    };
    for (const radio of desk.querySelectorAll(".abstain input")) {
      radio.addEventListener("change", () => choose(radio.value));
    }
    desk.querySelector(".undo").addEventListener("click", () => {
      choose("");
      desk.querySelector(".abstain").open = false;
      desk.querySelector(".abstain summary").focus();
    });
  };

  const deskOf = (index) => {
    const entry = data.entries[index];
    if (desks.has(entry)) return desks.get(entry);
    const desk = byId(`bai-${index + 1}`).querySelector(".desk");
    desk.append(byId("desk").content.cloneNode(true));
    desk.querySelector(".scoring").id = `cham-${index + 1}`;
    for (const [place, box] of desk.querySelectorAll(".criterion").entries()) {
      const fault = box.querySelector(".fault");
      fault.id = `loi-${index + 1}-${place + 1}`;
      box.querySelector(".score").setAttribute("aria-describedby", fault.id);
    }
    for (const radio of desk.querySelectorAll(".abstain input")) radio.name = `ly-do-${index + 1}`;
    for (const criterion of criteria) listenToCriterion(desk, criterion, entry);
    listenToWords(desk, entry);
    desks.set(entry, desk);
    fill(desk, entry);
    return desk;
  };

  // ---- what stands on the page ----

  let current = -1; // the entry that is open; -1 for the list and the last check

  const stateWords = (entry) => {
    const { done, recused, touched, total, most, scored } = sum(entry);
    if (recused && done) return ["recused", say("recused"), ""];
    if (done) return ["done", say("done"), shown(total)];
    if (touched || recused) return ["open", say("open"), say("scored", { count: scored, all: criteria.length }), most];
    return ["none", say("no-scores-yet"), ""];
  };

  const refreshList = () => {
    for (const [index, entry] of data.entries.entries()) {
      const [kind, words, number] = stateWords(entry);
      const place = byId(`muc-${index + 1}`).querySelector(".state");
      place.dataset.state = kind;
      place.replaceChildren(...(kind === "done" ? [make("b", number)] : []), make("span", words), ...(kind === "open" ? [make("span", number)] : []));
    }
  };

  const refreshCheck = () => {
    const left = unfinished();
    const rows = left.map((entry) => {
      const { missing, wordless } = sum(entry);
      const what = wordless ? say("abstain-words-missing") : say("missing", { names: missing.join("; ") });
      const row = make("li");
      const number = data.entries.indexOf(entry) + 1;
      row.append(make("a", `${say("entry-short", { number })} · ${entry.code} – ${what}`, { href: `#bai-${number}` }));
      return row;
    });
    const list = make("ul", "", { class: "missing" });
    list.append(...rows);
    byId("check").replaceChildren(
      ...(left.length
        ? [make("p", say("hand-in-missing", { count: left.length })), list]
        : [make("p", `✓ ${say("all-done", { count: data.entries.length })}`, { class: "good" })]),
    );
    document.querySelector(".sure").hidden = !left.length;
    byId("hand-in").disabled = Boolean(left.length) && !byId("sure").checked;
  };

  const nextOpen = () => {
    const left = unfinished().map((entry) => data.entries.indexOf(entry));
    const found = left.find((index) => index > current) ?? left.find((index) => index !== current);
    return found === undefined ? (left.length ? `#bai-${left[0] + 1}` : "#nop") : `#bai-${found + 1}`;
  };

  const refresh = () => {
    const left = unfinished().length;
    const count = data.entries.length;
    byId("progress").value = count - left;
    byId("progress-words").textContent = say("progress", { done: count - left, count });
    const go = nextOpen();
    for (const link of document.querySelectorAll("#next-open, .onward a")) {
      link.href = go;
      link.textContent = go === "#nop" ? say("hand-in") : say("next-open");
    }
    byId("to-hand-in").classList.toggle("later", left > 0);
    byId("next-open").parentElement.hidden = !left;
    if (current < 0) {
      refreshList();
      refreshCheck();
      return;
    }
    const { total, most, missing, recused, scored } = sum(data.entries[current]);
    const totals = document.querySelector(".total").classList;
    totals.toggle("none", recused || !scored);
    totals.toggle("done", !recused && !missing.length);
    byId("total").textContent = recused ? say("recused") : scored ? shown(total) : say("unscored");
    byId("still").textContent = recused ? "" : scored
      ? say("full-of", { max: shown(most) }) + (missing.length ? " · " + say("still", { count: missing.length }) : "")
      : say("still", { count: missing.length });
  };

  const turn = (link, hash, words) => {
    link.href = hash;
    link.querySelector(".words").textContent = words;
  };

  const show = () => {
    const hash = location.hash.slice(1);
    const jump = /^cham-(\d+)$/.exec(hash);
    if (jump) return; // a place within the entry that is open
    const found = /^bai-(\d+)$/.exec(hash);
    const index = found ? Number(found[1]) - 1 : -1;
    current = data.entries[index] ? index : -1;
    const id = current >= 0 ? `bai-${current + 1}` : hash === "nop" ? "nop" : "danh-sach";
    for (const view of document.querySelectorAll(".view")) view.classList.toggle("shown", view.id === id);
    root.classList.toggle("reading", id !== "danh-sach");
    document.querySelector(".dock").hidden = current < 0;
    if (current >= 0) {
      const count = data.entries.length;
      deskOf(current);
      turn(document.querySelector(".dock .previous"), current ? `#bai-${current}` : "#danh-sach", say(current ? "previous" : "list"));
      turn(document.querySelector(".dock .next"), current + 1 < count ? `#bai-${current + 2}` : "#nop", say(current + 1 < count ? "next" : "hand-in"));
    }
    if (id === "nop") byId("handed-in").replaceChildren();
    refresh();
    window.scrollTo({ top: 0, behavior: "instant" });
    const title = byId(id).querySelector("h2[tabindex]");
    if (title && location.hash) title.focus({ preventScroll: true });
  };

  // ---- paper ----

  const sheetOf = (entry) => {
    const work = of(entry);
    const { scored, total, most, recused } = sum(entry);
    const sheet = make("section", "", { class: "sheet" });
    const head = make("header");
    const left = make("p", `${data.season_name}\n${data.round_name}`);
    const right = make("p", `${say("judge")}: ${data.judge_name}`);
    head.append(left, right);
    const title = make("h2", `${say("print-title")}: ${entry.title}`);
    const code = make("p", `${say("code")} `);
    code.append(make("span", entry.code, { class: "big" }), ` · ${entry.field}`);
    const table = make("table");
    const row = (name, cells) => {
      const made = make("tr");
      made.append(...cells.map(([cell, kind, node = name]) => {
        const one = make(node, typeof cell === "string" ? cell : "", kind ? { class: kind } : {});
        if (typeof cell !== "string") one.append(...cell);
        return one;
      }));
      return made;
    };
    const body = make("tbody");
    for (const c of criteria) {
      const { score } = read(c, work.typed[c.slug] || "");
      const words = [["anchor-low", c.low], ["anchor-middle", c.middle], ["anchor-high", c.high]]
        .filter(([, anchor]) => anchor)
        .map(([label, anchor]) => make("small", `${say(label)}: ${anchor}`));
      body.append(row("td", [
        [[c.name, ...words], "", "th"], [shown(c.max) + (c.weight === "1" ? "" : " × " + shown(c.weight)), "most"],
        [recused || score === null ? "" : shown(decimal(score, digits)), "given"],
      ]));
    }
    const headRow = make("thead");
    headRow.append(row("th", [[say("print-criterion")], [say("print-most"), "most"], [say("print-score"), "given"]]));
    const foot = make("tfoot");
    foot.append(row("th", [[say("print-total")], [shown(most), "most"], [recused || !scored ? "" : shown(total), "given"]]));
    table.append(headRow, body, foot);
    sheet.append(head, title, code, table, make("p", `${say("notes")}:`, { class: "lines" }));
    if (work.notes.trim()) sheet.append(make("p", work.notes, { class: "lines" }));
    else sheet.append(...[1, 2, 3].map(() => make("p", "", { class: "line" })));
    const reason = reasonOf(work.reason);
    sheet.append(make("p", `${say("print-abstain")} ${reason ? [reason.label, work.words].filter(Boolean).join(". ") : "……………………………………………………………"}`, { class: "lines" }));
    sheet.append(make("p", say("print-signature"), { class: "sign" }));
    return sheet;
  };

  const layOut = () => {
    const chosen = root.classList.contains("paper") ? data.entries : current >= 0 ? [data.entries[current]] : [];
    byId("sheets").replaceChildren(...chosen.map(sheetOf));
  };

  // ---- hands ----

  const listen = () => {
    window.addEventListener("hashchange", show);
    window.addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", () => (document.hidden ? save() : catchUp()));
    window.addEventListener("pageshow", catchUp);
    window.addEventListener("storage", (event) => event.key === key && catchUp());
    window.addEventListener("beforeunload", (event) => {
      save();
      if (dirty) event.preventDefault();
    });
    window.addEventListener("beforeprint", layOut);
    window.addEventListener("afterprint", () => root.classList.remove("paper"));
    byId("paper").addEventListener("click", () => {
      root.classList.add("paper");
      layOut();
      window.print();
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".keep")) return;
      const name = download(false);
      answer("loading", make("p", say("safe-keep-done", { file: name })));
    });
    byId("load").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", async () => {
      const [file] = byId("file").files;
      if (!file) return;
      const found = file.size < 20e6 ? parse(await file.text()) : null;
      byId("file").value = "";
      offer(file.name, found);
    });
    byId("sure").addEventListener("change", refreshCheck);
    byId("hand-in").addEventListener("click", () => {
      const name = download(true);
      const to = data.send_to ? say("hand-in-send", { to: data.send_to }) : say("hand-in-send-plain");
      answer("handed-in", make("p", say("hand-in-done", { file: name })), make("p", to));
    });
    byId("larger").addEventListener("click", () => {
      const large = root.classList.toggle("large");
      byId("larger").setAttribute("aria-pressed", String(large));
    });
  };

  root.classList.add("js");
  for (const hidden of document.querySelectorAll(".bar, .go, .tools, .skip, #nop")) hidden.hidden = false;
  openStore();
  if (store) restore();
  else withoutStore();
  document.querySelector(".help").open = !state.revision;
  listen();
  showSaved();
  show();
})();
