"use strict";
// Asks every second and a half whether the floor still runs; a freeze or a change shows without a touch.
{
const O = Outbound;
let last = performance.now();

async function ping() {
	const {pingUrl, seen} = document.body.dataset, before = O.generation;
	if (!pingUrl) return;
	try {
		const url = new URL(pingUrl, location);
		url.searchParams.set("seen", seen || 0);
		const answer = await fetch(url, {redirect: "manual", signal: AbortSignal.timeout(4000)});
		const html = answer.status === 200 && await answer.text();
		// A card that was asked for before a scan was answered is already old: ask again.
		if (html && before === O.generation) {
			const card = O.swap(html);
			if (card) O.signal(card.dataset.tone);
		}
		if (answer.status === 204 || html) {
			last = performance.now();
			if (!O.pending()) sessionStorage.removeItem("again");
			if (O.isAway) O.away(false);
		} else if (answer.status < 404 && !O.pending()) O.reload();
	} catch { /* no contact: shown below */ }
	if (performance.now() - last > 5000 && !O.isAway) {
		O.away(true);
		O.sound("away");
	}
	setTimeout(ping, 1500);
}
addEventListener("DOMContentLoaded", ping);
}
