// Draws the page of one run from the report that lies in it. Everything that a target sent becomes
// text, never markup.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const report = data.report;
  const rules = data.rules;
  const SIGNS = { PASS: '✓', FAIL: '✗', WARN: '!', FREE: '○', INCONSISTENT: '≠', UNTESTED: '–', BLOCKED: '⊘', INFRA: '?' };
  const SVG = 'http://www.w3.org/2000/svg';

  // Control characters, and those that turn the direction of text, are shown as escapes.
  const visible = (text) =>
    String(text).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
      (each) => '\\u{' + each.codePointAt(0).toString(16) + '}');

  const add = (parent, tag, text, className) => {
    const node = document.createElement(tag);
    if (text !== undefined && text !== '') node.textContent = visible(text);
    if (className) node.className = className;
    parent.append(node);
    return node;
  };
  const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
  const areaOf = (id) => id.split('.')[0];
  const chip = (parent, verdict) => add(parent, 'span', `${SIGNS[verdict] || ''} ${verdict}`, `chip ${verdict}`);
  const linkTo = (parent, target, text) => {
    const link = add(parent, 'a', text);
    link.href = '#' + encodeURIComponent(target);
    return link;
  };
  const clauseIds = new Set(report.clauses.map((clause) => clause.id));
  const linkClause = (parent, id) => (clauseIds.has(id) ? linkTo(parent, 'clause-' + id, id) : add(parent, 'span', id));
  const fact = (list, name, fill) => {
    add(list, 'dt', name);
    const value = add(list, 'dd');
    if (typeof fill === 'function') fill(value); else value.textContent = visible(fill);
  };
  const listClauses = (parent, ids) => ids.forEach((id, i) => {
    if (i > 0) parent.append(', ');
    linkClause(parent, id);
  });

  // --- Exchanges

  // Writes JSON for people, with the place that `pointer` names marked.
  const writeJson = (parent, value, pointer, path, indent) => {
    const here = pointer !== '' && path === pointer ? add(parent, 'mark') : parent;
    if (value === null || typeof value !== 'object') {
      here.append(visible(JSON.stringify(value)));
      return;
    }
    const isList = Array.isArray(value);
    const names = Object.keys(value);
    here.append(isList ? '[' : '{');
    names.forEach((name, i) => {
      here.append((i > 0 ? ',' : '') + '\n' + indent + '  ' + (isList ? '' : visible(JSON.stringify(name)) + ': '));
      writeJson(here, value[name], pointer, path + '/' + name.replace(/~/g, '~0').replace(/\//g, '~1'), indent + '  ');
    });
    here.append((names.length > 0 ? '\n' + indent : '') + (isList ? ']' : '}'));
  };
  const writeBody = (parent, body, pointer) => {
    let value;
    try {
      value = JSON.parse(body);
    } catch {
      parent.append(visible(body));
      return;
    }
    // Numbers that JavaScript cannot hold are shown as they were sent; digits of texts are no numbers.
    const numbers = body.replace(/"(?:[^"\\]|\\.)*"/g, '');
    if (/\d{16}|\d[eE]/.test(numbers) || typeof value !== 'object') parent.append(visible(body));
    else writeJson(parent, value, pointer, '', '');
  };
  const message = (parent, label, excerpt, pointer) => {
    if (excerpt.first_line === '' && excerpt.body === '') return;
    const box = add(parent, 'div');
    add(box, 'h3', label);
    const text = add(box, 'pre');
    text.tabIndex = 0;
    text.append(visible(excerpt.first_line) + '\n');
    excerpt.headers.forEach((header) => text.append(visible(header) + '\n'));
    if (excerpt.body !== '') {
      text.append('\n');
      writeBody(text, excerpt.body, pointer);
    }
  };
  const copyButton = (parent, label, text) => {
    if (text === '') return;
    const button = add(parent, 'button', label);
    button.type = 'button';
    button.addEventListener('click', async () => {
      let copied = true;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const area = add(document.body, 'textarea');
        area.value = text;
        area.select();
        copied = document.execCommand('copy');
        area.remove();
      }
      button.textContent = copied ? 'copied' : 'could not copy';
      setTimeout(() => { button.textContent = label; }, 1500);
    });
    parent.append(' ');
  };
  const showFinding = (parent, finding) => {
    const facts = add(parent, 'dl', '', 'facts');
    fact(facts, 'expected', finding.expected);
    fact(facts, 'observed', finding.observed);
    if (finding.pointer !== '') fact(facts, 'place', finding.pointer);
    fact(facts, 'seen', `${plural(finding.count, 'time')}, first in ${finding.phase} (${finding.case_id})` +
      (finding.shrinking === '' ? '' : `; case ${finding.shrinking}`));
    const pair = add(parent, 'div', '', 'pair');
    if (finding.written_by) {
      message(pair, 'The put', finding.written_by.request, '');
      message(pair, 'its answer', finding.written_by.response, '');
    }
    message(pair, finding.written_by ? 'The read' : 'The request', finding.request, finding.pointer);
    message(pair, 'its answer', finding.response, finding.pointer);
    if (finding.reproduce !== '') add(parent, 'pre', finding.reproduce);
    const buttons = add(parent, 'p');
    copyButton(buttons, 'copy replay', finding.reproduce);
    copyButton(buttons, 'copy curl', finding.curl);
  };

  // --- Causes

  const showRule = (parent, id) => {
    const rule = rules[id];
    if (!rule) return;
    add(parent, 'p', rule.statement);
    rule.sources.forEach((source) => add(parent, 'p', source, 'soft small'));
  };
  const showCause = (parent, cause, number) => {
    const card = add(parent, 'details', '', `card ${cause.verdict}`);
    card.id = 'cause-' + (number + 1);
    card.dataset.search = [cause.headline, cause.diagnosis, ...cause.clauses].join(' ').toLowerCase();
    card.dataset.verdict = cause.verdict;
    card.dataset.areas = cause.clauses.map(areaOf).join(' ');
    const summary = add(card, 'summary');
    chip(summary, cause.verdict);
    summary.append(' ');
    add(summary, 'strong', cause.headline);
    add(summary, 'span', ` ${cause.clause}, ${plural(cause.clauses.length - 1, 'more clause')}, ${plural(cause.cases, 'case')}`, 'soft small');
    const facts = add(card, 'dl', '', 'facts');
    if (cause.known_deviation !== '') fact(facts, 'known', cause.known_deviation);
    if (cause.diagnosis !== '') fact(facts, 'diagnosis', cause.diagnosis);
    fact(facts, 'rule', (value) => { linkClause(value, cause.clause); showRule(value, cause.clause); });
    if (cause.clauses.length > 1) fact(facts, 'breaks too', (value) => listClauses(value, cause.clauses.slice(1)));
    if (cause.hides.length > 0) {
      fact(facts, 'hides', (value) => { listClauses(value, cause.hides); value.append(': run again after the fix'); });
    }
    const findings = cause.findings.map((place) => report.findings[place]);
    showFinding(card, findings[0]);
    if (findings.length > 1) {
      const more = add(card, 'details');
      add(more, 'summary', `${plural(findings.length - 1, 'more finding')} of this cause`);
      more.addEventListener('toggle', () => {
        if (more.dataset.drawn) return;
        more.dataset.drawn = 'yes';
        findings.slice(1).forEach((finding) => {
          add(more, 'h3', finding.clause);
          showFinding(more, finding);
        });
      });
    }
  };
  const showCauses = (main) => {
    const section = add(main, 'section');
    section.id = 'causes';
    add(section, 'h2', report.causes.length === 0 ? 'No causes' : plural(report.causes.length, 'cause'));
    if (report.causes.length === 0) {
      add(section, 'p', report.verdict === 'CONFORMS' ? 'Nothing that was exercised deviates from the documents.' : 'Nothing was found in what was exercised; see above how much that is.');
    }
    report.causes.forEach((cause, i) => showCause(section, cause, i));
    const first = section.querySelector('details');
    if (first) first.open = true;
  };

  // --- Clauses

  const showMatrix = (main) => {
    const section = add(main, 'section');
    add(section, 'h2', 'Clauses by area');
    const legend = add(section, 'p', '', 'small');
    Object.keys(SIGNS).forEach((verdict) => {
      const count = report.clauses.filter((clause) => clause.verdict === verdict).length;
      if (count === 0) return;
      chip(legend, verdict);
      legend.append(` ${count}  `);
    });
    const table = add(add(section, 'div', '', 'scroll'), 'table', '', 'matrix');
    add(table, 'caption', 'Each box is a clause and leads to it', 'visually-hidden');
    const rows = new Map();
    report.clauses.forEach((clause) => {
      const area = areaOf(clause.id);
      if (!rows.has(area)) {
        const row = add(table, 'tr');
        add(row, 'th', area).scope = 'row';
        rows.set(area, add(row, 'td'));
      }
      const cell = linkTo(rows.get(area), 'clause-' + clause.id, SIGNS[clause.verdict]);
      cell.className = `cell ${clause.verdict}`;
      cell.title = `${clause.id}: ${clause.verdict}`;
      cell.setAttribute('aria-label', cell.title);
    });
  };
  const chosen = (clause) => (Array.isArray(clause.alternative) ? clause.alternative : [clause.alternative]).filter(Boolean);
  const showClause = (parent, clause) => {
    const rule = rules[clause.id];
    const box = add(parent, 'details', '', 'clause');
    box.id = 'clause-' + clause.id;
    box.dataset.verdict = clause.verdict;
    box.dataset.areas = areaOf(clause.id);
    box.dataset.search = [clause.id, rule ? rule.statement : '', clause.reason, ...chosen(clause)].join(' ').toLowerCase();
    const summary = add(box, 'summary');
    chip(summary, clause.verdict);
    summary.append(' ');
    add(summary, 'strong', clause.id);
    add(summary, 'span', ` ${clause.level}${chosen(clause).length > 0 ? ': ' + chosen(clause).join(', ') : ''}`, 'soft small');
    showRule(box, clause.id);
    const facts = add(box, 'dl', '', 'facts');
    fact(facts, 'exercised', `accepting side ${clause.accept_exercised}, rejecting side ${clause.reject_exercised}, observed ${clause.observed}`);
    if (rule && rule.alternatives.length > 0) fact(facts, 'alternatives', rule.alternatives.join(', '));
    if (clause.reason !== '') fact(facts, 'reason', clause.reason);
    const causes = report.causes.map((cause, i) => [cause, i]).filter(([cause]) => cause.clauses.includes(clause.id));
    causes.forEach(([cause, i]) => fact(facts, 'cause', (value) => linkTo(value, `cause-${i + 1}`, cause.headline)));
    if (report.causes.length === 0) {
      report.findings.filter((finding) => finding.clause === clause.id).forEach((finding) => showFinding(box, finding));
    }
  };
  const showClauses = (main) => {
    const section = add(main, 'section');
    section.id = 'clauses';
    add(section, 'h2', plural(report.clauses.length, 'clause'));
    report.clauses.forEach((clause) => showClause(section, clause));
  };

  // --- Filters

  const showFilters = (main) => {
    const form = add(main, 'form', '', 'filters');
    form.setAttribute('role', 'search');
    form.addEventListener('submit', (event) => event.preventDefault());
    const labelled = (text, control) => {
      const label = add(form, 'label', text + ' ');
      label.append(control);
      return control;
    };
    const text = labelled('find', document.createElement('input'));
    text.type = 'search';
    const choose = (name, values) => {
      const select = labelled(name, document.createElement('select'));
      add(select, 'option', 'all').value = '';
      values.forEach((value) => { add(select, 'option', value).value = value; });
      return select;
    };
    const verdict = choose('verdict', [...new Set(report.clauses.map((clause) => clause.verdict))]);
    const area = choose('area', [...new Set(report.clauses.map((clause) => areaOf(clause.id)))]);
    const shown = add(form, 'output', '', 'soft small');
    const apply = () => {
      const wanted = text.value.trim().toLowerCase();
      let count = 0;
      document.querySelectorAll('.card, .clause').forEach((box) => {
        const fits = (wanted === '' || box.dataset.search.includes(wanted)) &&
          (verdict.value === '' || box.dataset.verdict === verdict.value) &&
          (area.value === '' || box.dataset.areas.split(' ').includes(area.value));
        box.hidden = !fits;
        if (fits && box.classList.contains('clause')) count += 1;
      });
      shown.textContent = `${count} of ${plural(report.clauses.length, 'clause')} shown`;
    };
    [text, verdict, area].forEach((control) => control.addEventListener('input', apply));
    apply();
    return () => {
      text.value = verdict.value = area.value = '';
      apply();
    };
  };

  // --- Charts

  const draw = (parent, tag, attributes, text) => {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    if (text !== undefined) node.textContent = visible(text);
    parent.append(node);
    return node;
  };
  // Rows of a label, and parts of a bar in colours; what the bar says stands behind it.
  const barChart = (parent, title, rows) => {
    if (rows.length === 0) return;
    const figure = add(parent, 'figure');
    add(figure, 'figcaption', title);
    const most = Math.max(...rows.map((row) => row.parts.reduce((sum, part) => sum + part.size, 0)), 1);
    const height = rows.length * 22;
    const svg = draw(figure, 'svg', { viewBox: `0 0 420 ${height}`, width: '100%', role: 'img' });
    draw(svg, 'title', {}, `${title}: ` + rows.map((row) => `${row.label} ${row.text}`).join('; '));
    rows.forEach((row, i) => {
      draw(svg, 'text', { x: 0, y: i * 22 + 15 }, row.label);
      let x = 120;
      row.parts.forEach((part) => {
        const width = 190 * part.size / most;
        draw(svg, 'rect', { x, y: i * 22 + 4, width, height: 14, fill: `var(--${part.tone})` });
        x += width;
      });
      draw(svg, 'text', { x: 320, y: i * 22 + 15, class: 'soft-text' }, row.text);
    });
  };
  const TONES = { PASS: 'pass', FAIL: 'fail', INCONSISTENT: 'fail', WARN: 'warn', FREE: 'free' };
  const SHORT = { BatchPutAssetPropertyValue: 'put', GetAssetPropertyValue: 'latest', GetAssetPropertyValueHistory: 'history',
    BatchGetAssetPropertyValue: 'batch of latest', BatchGetAssetPropertyValueHistory: 'batch of histories' };
  const showCharts = (main) => {
    const section = add(main, 'section');
    add(section, 'h2', 'The run in figures');
    const charts = add(section, 'div', '', 'charts');
    const areas = [...new Set(report.clauses.map((clause) => areaOf(clause.id)))];
    barChart(charts, 'Clauses exercised, by area', areas.map((area) => {
      const own = report.clauses.filter((clause) => areaOf(clause.id) === area);
      const exercised = own.filter((clause) => TONES[clause.verdict]);
      const tones = ['pass', 'free', 'warn', 'fail'];
      return {
        label: area,
        parts: [...tones.map((tone) => ({ tone, size: exercised.filter((clause) => TONES[clause.verdict] === tone).length })),
          { tone: 'line', size: own.length - exercised.length }],
        text: `${exercised.length} of ${own.length}`,
      };
    }));
    const phaseChart = (title, tone, sizeOf) => {
      const rows = report.phases.map((phase) => ({ label: phase.name, parts: [{ tone, size: sizeOf(phase) }], text: String(sizeOf(phase)) }));
      if (rows.some((row) => row.parts[0].size > 0)) barChart(charts, title, rows);
    };
    phaseChart('Cases, by phase', 'free', (phase) => phase.cases);
    phaseChart('Requests, by phase', 'free', (phase) => phase.requests);
    phaseChart('Deviations first seen, by phase', 'fail', (phase) => report.findings.filter((finding) => finding.phase === phase.name).length);
    const ms = report.stats.visible_ms;
    barChart(charts, 'From acknowledged to readable, ms', ['p50', 'p99', 'max'].map((name) => ({
      label: name, parts: [{ tone: 'free', size: ms[name] }], text: ms[name].toFixed(1),
    })));
    // The longest answer would make the others invisible: it is told, not drawn.
    barChart(charts, 'Time to answer, ms: median, p99', report.stats.latency.map((each) => ({
      label: SHORT[each.operation] || each.operation,
      parts: [{ tone: 'free', size: each.ms.p50 }, { tone: 'line', size: Math.max(each.ms.p99 - each.ms.p50, 0) }],
      text: `${each.ms.p50.toFixed(1)}, ${each.ms.p99.toFixed(1)}`,
    })));
  };

  // --- The page

  const showHeader = (main) => {
    const header = add(main, 'header', '', `verdict ${report.verdict.split(' ')[0]}`);
    add(header, 'h1', data.headline);
    add(header, 'p', report.target);
    report.limits_hit.forEach((limit) => add(header, 'p', `stopped early: ${limit}`));
    if (report.interrupted) add(header, 'p', 'interrupted by a signal');
    const shown = report.shown;
    add(header, 'p', `Of ${plural(shown.can_show, 'clause')} that the target can show, ${shown.exercised} were exercised. ` +
      `${plural(report.stats.cases, 'case')}, ${plural(report.stats.requests, 'request')}, ${report.stats.elapsed_s.toFixed(1)} s.`);
    add(header, 'p', `${report.tool}, ${report.date === '' ? '' : report.date + ', '}seed ${data.seed}, digest ${report.digest}`, 'soft small');
  };
  const main = document.getElementById('page');
  main.replaceChildren();
  showHeader(main);
  const filterPlace = add(main, 'div');
  showCauses(main);
  showMatrix(main);
  showCharts(main);
  showClauses(main);
  const unfilter = showFilters(filterPlace);

  const openLinked = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) unfilter();
    if (target.tagName === 'DETAILS') target.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', openLinked);
  addEventListener('beforeprint', () => document.querySelectorAll('.card').forEach((card) => { card.open = true; }));
  openLinked();
})();
