"use strict";
// Reads the card aloud with a voice that is on this computer; without one there is no button.
if (window.speechSynthesis) {
const tongue = document.documentElement.lang.slice(0, 2);
const voice = () => speechSynthesis.getVoices().find(each => each.localService && each.lang.startsWith(tongue));
const ready = () => { for (const button of Outbound.all("[data-read-aloud]")) button.hidden = !voice(); };
speechSynthesis.addEventListener("voiceschanged", ready);
for (const moment of ["DOMContentLoaded", "swapped"]) addEventListener(moment, ready);

addEventListener("click", event => {
	const own = Outbound.near(event, "[data-read-aloud]") && voice();
	if (!own) return;
	const words = Outbound.all("#card :is([data-say], .prompt h1, .prompt p, .held h1, .held .big)");
	const said = new SpeechSynthesisUtterance(words.map(part => part.dataset.say || part.textContent.trim()).join(". "));
	Object.assign(said, {voice: own, lang: own.lang, rate: .9});
	speechSynthesis.cancel();
	speechSynthesis.speak(said);
});
}
