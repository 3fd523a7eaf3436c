"use strict";
// Single keys for staff, only outside fields, and only until somebody switches them off.
{
const {find, all, near, FIELD} = Outbound, isOff = () => localStorage.getItem("keys") === "off";

function step(by) {
	const rows = all("[data-row], main .table tbody tr").filter(row => row.querySelector("a, button, input"));
	const now = rows.findIndex(row => row.contains(document.activeElement));
	const next = rows[now < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, now + by))];
	if (next) next.querySelector("a, button, input").focus();
}
const does = {
	"/": () => find("[data-filter], main input[type=search]")?.focus(),
	j: () => step(1), k: () => step(-1),
	x: () => document.activeElement.closest("tr, [data-row]")?.querySelector("input[type=checkbox]")?.click(),
	p: () => print(),
	"?": () => find("#keys-dialog")?.showModal(),
};

addEventListener("keydown", event => {
	if (isOff() || event.repeat || event.ctrlKey || event.metaKey || event.altKey || near(event, FIELD) || near(event, "dialog")) return;
	const answer = /^[1-9]$/.test(event.key) && find(`[data-key="${event.key}"]`), work = does[event.key];
	if (!answer && !work) return;
	event.preventDefault();
	if (answer) answer.click();
	else work();
});
addEventListener("change", event => {
	if (near(event, "[data-keys-switch]")) localStorage.setItem("keys", event.target.checked ? "on" : "off");
});
addEventListener("DOMContentLoaded", () => { for (const box of all("[data-keys-switch]")) box.checked = !isOff(); });
}
