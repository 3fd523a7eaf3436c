"use strict";
// The answer to a scan as sound, touch and light: always together, never one alone.
{
const O = Outbound;
// [hertz, start, length in ms]. The low pair of "wrong" and the long tone of "hold" cannot be mixed up.
const TONES = {
	tick: [[900, 0, 25]], ok: [[1320, 0, 90]], done: [[880, 0, 90], [1108, 110, 90], [1320, 220, 140]],
	wrong: [[220, 0, 120], [220, 200, 120]], help: [[660, 0, 160], [520, 190, 220]], hold: [[196, 0, 900]], away: [[262, 0, 250]],
};
const TOUCH = {ok: 60, done: 60, wrong: [200, 80, 200], help: 200, hold: 400};
let context, lastFlash = -1000, again;

// Opening the sound device may take a quarter of a second: never while the keys of a scanner come in.
const wake = () => setTimeout(() => {
	context ||= new AudioContext();
	if (context.state === "suspended") context.resume();
});
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, wake, true);

O.sound = name => {
	O.lastSound = name;
	if (navigator.vibrate && TOUCH[name]) navigator.vibrate(TOUCH[name]);
	for (const [hertz, start, length] of context && TONES[name] || []) {
		const from = context.currentTime + start / 1000, to = from + length / 1000;
		const volume = (document.body.dataset.volume || 60) / 300;
		const tone = new OscillatorNode(context, {frequency: hertz, type: name === "wrong" ? "square" : "sine"});
		const gain = new GainNode(context, {gain: 0});
		gain.gain.setTargetAtTime(volume, from, .004);
		gain.gain.setTargetAtTime(0, to - .02, .006);
		tone.connect(gain).connect(context.destination);
		tone.start(from);
		tone.stop(to + .02);
	}
};

O.signal = tone => {
	O.sound(tone);
	clearInterval(again);
	if (tone === "help") again = setInterval(O.sound, 30000, tone);
	const flash = O.find("#card .flash");
	if (!flash) return;
	// More than three flashes a second can harm: the next ones are only a frame.
	flash.classList.toggle("is-frame", performance.now() - lastFlash < 334);
	lastFlash = performance.now();
	setTimeout(() => flash.remove(), 420);
};

// What the station itself says stays until the next scan or touch, above any dialog.
O.tell = (name, tone, words) => {
	const box = O.find("#tell");
	box.querySelector("b").textContent = words || O.find("#words").dataset[name];
	if (!box.matches(":popover-open")) box.showPopover();
	O.sound(tone || "wrong");
};
O.hush = () => O.find("#tell").hidePopover();
addEventListener("pointerdown", O.hush);

O.parse = html => {
	const part = document.createElement("template");
	part.innerHTML = html;
	return part.content;
};

// Puts each part of an answer in place of the element with its id; gives the new card.
O.swap = html => {
	const parts = O.parse(html), focused = document.activeElement.id, open = O.find("dialog[open]");
	const card = parts.querySelector("#card");
	if (open && card) open.close();
	for (const fresh of [...parts.children]) {
		const old = fresh.id && document.getElementById(fresh.id);
		if (!old) continue;
		old.replaceWith(fresh);
		htmx.process(fresh);
		if (fresh.dataset.seen) document.body.dataset.seen = fresh.dataset.seen;
	}
	if (focused) document.getElementById(focused)?.focus();
	dispatchEvent(new Event("swapped"));
	return card;
};
}
