"use strict";
// Small behaviours of every page: dialogs, choosing a number, the PIN pad, addresses that hide, forms that send once.
const Outbound = {
	find: what => document.querySelector(what),
	all: (what, within) => [...(within || document).querySelectorAll(what)],
	near: (event, what) => event.target.closest ? event.target.closest(what) : null,
	FIELD: "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",
};
{
const {find, all, near} = Outbound;

addEventListener("click", event => {
	const opens = near(event, "[data-opens]"), closes = near(event, "[data-closes]");
	const chosen = near(event, "[data-chooses], [data-reason]:not([data-action])"), digit = near(event, "[data-digit]");
	if (opens) {
		event.preventDefault();
		document.getElementById(opens.dataset.opens).showModal();
	}
	if (closes) closes.closest("dialog").close();
	if (near(event, "[data-prints]")) print();
	if (near(event, "[data-hides]")) all("[data-hides-in]").forEach(hide);
	if (chosen) choose(chosen);
	if (digit) (digit.form ? type : dial)(digit.closest("form, dialog"), digit.dataset.digit);
});

const dialled = (text, digit, most) => digit === "clear" ? "" : digit === "back" ? text.slice(0, -1) : (text + digit).slice(0, most);

// What is chosen in a dialog goes with its one main button, which names the consequence.
function answer(box, value) {
	const go = box.querySelector("[data-action]"), reason = box.querySelector('[data-reason][aria-pressed="true"]');
	if (reason) go.dataset.reason = reason.dataset.reason;
	if (value === undefined) return;
	go.dataset.value = value;
	go.disabled = !value;
	go.querySelector("span").textContent = go.dataset.label.replace("{n}", value);
}

function choose(button) {
	for (const other of button.parentElement.children) other.setAttribute("aria-pressed", other === button);
	answer(button.closest("dialog, form"), button.dataset.chooses);
}

// A number too large for buttons is put together digit by digit.
function dial(box, digit) {
	const shown = box.querySelector("output");
	answer(box, shown.value = dialled(shown.value, digit, box.dataset.digits));
}

function type(form, digit) {
	const pin = form.elements.pin, length = Number(form.dataset.pin), send = form.querySelector("[data-pin-send]");
	pin.value = dialled(pin.value, digit, length);
	all("[data-dots] span", form).forEach((dot, n) => dot.classList.toggle("is-done", n < pin.value.length));
	send.disabled = pin.value.length < length;
	if (!send.disabled) send.focus();
}
addEventListener("keydown", event => {
	const form = find("form[data-pin]");
	if (!form || near(event, Outbound.FIELD) || find("dialog[open]")) return;
	if (/^[0-9]$/.test(event.key)) type(form, event.key);
	else if (event.key === "Backspace") type(form, "back");
});

function hide(box) {
	box.replaceChildren();
	box.hidden = true;
	for (const note of all("[data-hidden-note]")) note.hidden = false;
}
setInterval(() => {
	for (const box of all("[data-hides-in]:not([hidden])")) {
		const until = box.dataset.hidesAt ||= Date.now() + 1000 * box.dataset.hidesIn;
		const left = Math.ceil((until - Date.now()) / 1000), shown = box.querySelector("[data-hides-left]");
		if (left <= 0) hide(box);
		else if (shown) shown.textContent = left;
	}
}, 500);
// A page in the browser's memory keeps no address.
addEventListener("pagehide", () => all("[data-hides-in]").forEach(hide));

addEventListener("submit", event => {
	const form = event.target;
	if (event.defaultPrevented || form.method !== "post") return;
	if (form.dataset.sent) return event.preventDefault();
	form.dataset.sent = 1;
	if (event.submitter) event.submitter.ariaBusy = "true";
});
const again = form => {
	delete form.dataset.sent;
	for (const busy of all("[aria-busy]", form)) busy.ariaBusy = null;
};
addEventListener("pageshow", () => all("form[data-sent]").forEach(again));
addEventListener("htmx:afterRequest", event => again(event.target));

const focus = event => event.target.querySelector("[data-focus]")?.focus();
for (const moment of ["DOMContentLoaded", "htmx:afterSettle"]) addEventListener(moment, focus);
}
