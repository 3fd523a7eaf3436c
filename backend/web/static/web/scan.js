"use strict";
// Reads a keyboard scanner: from its prefix key (F8) to Enter, whatever has the focus; nothing captured presses a button.
{
const O = Outbound, GAP = 200, STRAY = 60;
const MODIFIER = /^(Shift|Control|Alt|CapsLock|NumLock|Meta)/;
let capture, stray, tidy;

const blocked = () => O.find("dialog[open], .veil:not([hidden])");
const swallow = event => { event.preventDefault(); event.stopImmediatePropagation(); };
const broken = () => {
	capture = stray = null;
	O.tell(blocked() ? "dialog" : "notread");
};
const press = e => ({code: e.code.replace("Unidentified", ""), key: e.key, shift: e.shiftKey, ctrl: e.ctrlKey, alt: e.altKey});

function submit(keys, at) {
	if (blocked()) return broken();
	// Some tablets send no positions: then the characters are all there is, and the server says so if they are not enough.
	if (keys.every(key => key.code)) O.take({keys: keys.map(key => [key.code, key.shift, key.ctrl, key.alt])}, at);
	else O.take({text: keys.map(key => key.key.length === 1 ? key.key : "").join("")}, at);
}

addEventListener("keydown", event => {
	if (!O.find("#card")) return;
	if (event.key === "F8" || event.code === "F8") {
		swallow(event);
		// A second prefix before the Enter: the first code lost its end and must not be glued to this one.
		if (capture && capture.keys.length) broken();
		capture = {keys: [], last: event.timeStamp};
		watch();
	} else if (capture) captured(event);
	else if (!O.near(event, O.FIELD) && !MODIFIER.test(event.key)) loose(event, document.body.dataset.scanner === "burst");
}, true);
addEventListener("keyup", event => { if (capture) swallow(event); }, true);

function captured(event) {
	swallow(event);
	if (event.repeat || MODIFIER.test(event.key)) return;
	capture.spoiled ||= event.timeStamp - capture.last > GAP || capture.keys.length > 128;
	capture.last = event.timeStamp;
	if (event.key !== "Enter") {
		capture.keys.push(press(event));
		return watch();
	}
	clearTimeout(tidy);
	const {keys, spoiled} = capture;
	if (spoiled || !keys.length) return broken();
	capture = null;
	submit(keys, event.timeStamp);
}

// Only tidies up: whether a code is whole is judged by the times of its keys.
function watch() {
	clearTimeout(tidy);
	tidy = setTimeout(() => { if (capture) broken(); }, 1500);
}

// Keys without a prefix. A scanner that cannot send one (burst): six or more quick keys, then Enter.
// Else the prefix got lost, and the Enter at the end must not press the button that has the focus.
function loose(event, burst) {
	const since = stray ? event.timeStamp - stray.last : Infinity, flows = since <= (burst ? GAP : STRAY);
	if (event.key === "Enter") {
		const run = stray;
		stray = null;
		if (!run || run.keys.length < 4 || !burst && !flows) return;
		swallow(event);
		if (burst && flows && !run.broke && run.keys.length >= 6) submit(run.keys, event.timeStamp);
		else broken();
	} else if (event.key.length === 1) {
		if (burst || event.key === " " && flows) swallow(event);
		if (event.repeat) return;
		if (!flows && (!burst || since > 1000)) stray = {keys: []};
		else if (!flows) stray.broke = true;
		stray.keys.push(press(event));
		stray.last = event.timeStamp;
	}
}

addEventListener("submit", event => {
	if (!O.near(event, "[data-scan-form]")) return;
	event.preventDefault();
	const text = event.target.elements.code.value.trim();
	if (text) blocked() ? broken() : O.take({text});
	event.target.reset();
});

addEventListener("click", event => {
	const button = O.near(event, "[data-action]");
	if (!button || button.ariaBusy === "true") return;
	const {action, value, reason} = button.dataset, dialog = button.closest("dialog[open]");
	if (dialog) dialog.close();
	if (O.take({action, value, reason}, event.timeStamp)) button.ariaBusy = "true";
});
}
