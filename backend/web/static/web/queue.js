"use strict";
// Nothing scanned is lost: each scan or touch is written down, sent one at a time, and kept until the house has answered.
{
const O = Outbound, {near} = O, waiting = [];
let book, sending, timer, away = false;
O.generation = 0;
O.pending = () => waiting.length;

function uuid() {
	const b = crypto.getRandomValues(new Uint8Array(16));
	b[6] = b[6] & 15 | 64;
	b[8] = b[8] & 63 | 128;
	return [...b].map((x, n) => ([4, 6, 8, 10].includes(n) ? "-" : "") + x.toString(16).padStart(2, "0")).join("");
}

// Grows for ever: at least the seconds since late 2023, if the browser forgot its last one.
function number() {
	const next = Math.max((Number(localStorage.getItem("seq")) || 0) + 1, Math.floor(Date.now() / 1000) - 1.7e9);
	localStorage.setItem("seq", next);
	return next;
}

const opened = new Promise(done => {
	const ask = indexedDB.open("outbound", 1);
	ask.onupgradeneeded = () => ask.result.createObjectStore("scans", {keyPath: "record.scan_id"});
	ask.onsuccess = () => done(book = ask.result);
	ask.onerror = ask.onblocked = done;
}).catch(() => {});
const write = work => opened.then(() => new Promise(done => {
	if (!book) return done();
	const deed = book.transaction("scans", "readwrite", {durability: "strict"});
	deed.oncomplete = deed.onerror = deed.onabort = done;
	work(deed.objectStore("scans"));
}));
const keep = entry => { entry.kept = write(scans => scans.put({url: entry.url, record: entry.record})); };

O.take = (what, at) => {
	const card = O.find("#card"), place = card.closest("[data-scan-url]");
	if (!place) return;
	const taken = new Date(performance.timeOrigin + (at || performance.now())).toISOString();
	const record = {scan_id: uuid(), seq: number(), revision: Number(card.dataset.revision), ...what, taken_at: taken};
	const entry = {url: place.dataset.scanUrl, record};
	keep(entry);
	waiting.push(entry);
	O.hush();
	O.sound("tick");
	if (waiting.length >= 500) O.tell("full");
	send();
	return record.scan_id;
};

async function send() {
	show();
	if (sending || timer || !waiting.length) return;
	sending = true;
	O.generation++;
	const entry = waiting[0], slow = setTimeout(() => O.all("#card .prompt").forEach(p => p.classList.add("is-sending")), 200);
	let answer, text;
	try {
		// A slow disk may not hold up the floor: nothing is green before the house has answered anyway.
		await Promise.race([entry.kept, new Promise(done => setTimeout(done, 100))]);
		answer = await fetch(entry.url, {
			method: "POST", body: JSON.stringify(entry.record), redirect: "manual", signal: AbortSignal.timeout(10000),
			headers: {"Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers"))},
		});
		text = await answer.text();
	} catch { answer = {status: 500}; }
	clearTimeout(slow);
	sending = false;
	O.generation++;
	// A 200 without a card is another page (a proxy, a sign-in): the scan did not arrive.
	if ([409, 422].includes(answer.status) || answer.ok && O.parse(text).querySelector("#card")) return settle(entry, text);
	const isDown = answer.status >= 500;
	if (!away) O.tell(isDown ? "saved" : "signin", "away");
	if (!isDown && book) O.reload();
	away = true;
	entry.pause = Math.min(15000, 2 * entry.pause || 1000);
	timer = setTimeout(retry, entry.pause * (.75 + Math.random() / 2));
	calm();
}

function settle(entry, text) {
	waiting.splice(waiting.indexOf(entry), 1);
	away = false;
	sessionStorage.removeItem("again");
	write(scans => scans.delete(entry.record.scan_id));
	const card = O.swap(text);
	if (card) {
		// What waits was scanned for the card that this one made; a touch on a button means its own card.
		for (const next of waiting.filter(each => !each.record.action)) {
			next.record.revision = Number(card.dataset.revision);
			keep(next);
		}
		O.signal(card.dataset.tone);
	} else O.tell("notread", "wrong", O.parse(text).textContent.trim().slice(0, 120));
	calm();
	send();
}

function retry() {
	clearTimeout(timer);
	timer = 0;
	send();
}
addEventListener("online", retry);

function calm() {
	for (const part of O.all(".is-sending")) part.classList.remove("is-sending");
	for (const part of O.all("#card [aria-busy]")) part.ariaBusy = null;
	show();
}

function show() {
	const pill = O.find("#away");
	pill.hidden = !O.isAway && !away;
	pill.querySelector("[data-pending]").textContent = waiting.length || "";
}
// Signed out: the page that comes now says so. Once, so that nobody is thrown out while typing.
O.reload = () => {
	if (sessionStorage.getItem("again")) return;
	sessionStorage.setItem("again", 1);
	setTimeout(() => location.reload(), 1500);
};
O.away = is => { O.isAway = is; show(); };
addEventListener("swapped", show);

addEventListener("submit", event => {
	if (!waiting.length || !near(event, "[data-leaves]")) return;
	event.preventDefault();
	O.tell("waiting");
}, true);

// What an earlier page could not deliver goes first, in the order it was scanned.
opened.then(() => {
	if (!book) return;
	const ask = book.transaction("scans").objectStore("scans").getAll();
	ask.onsuccess = () => {
		const old = ask.result.filter(kept => !waiting.some(entry => entry.record.scan_id === kept.record.scan_id));
		waiting.unshift(...old.sort((a, b) => a.record.seq - b.record.seq));
		send();
	};
});
}
