// What was proposed before the meeting is offered as the text of an outcome of a kind that can be as proposed.
const holder = document.querySelector("[data-as-proposed-kinds]");
const kinds = holder.dataset.asProposedKinds.split(" ");

const kindOf = (outcome) => outcome.querySelector("select[name$='-kind']");
const textOf = (outcome) => outcome.querySelector("[name^='outcome-'][name$='-text']");
const proposalOf = (item) => item.querySelector("[name$='-proposed_decision']").value.trim();

const offer = (outcome, proposal) => {
  const isOffered = proposal && kinds.includes(kindOf(outcome).value) && textOf(outcome).value.trim() !== proposal;
  outcome.querySelector("[data-offer]").hidden = !isOffered;
};

const offerIn = (item) => {
  const proposal = proposalOf(item);
  item.querySelector("[data-as-proposed]").hidden = !proposal;
  for (const outcome of item.querySelectorAll("[data-outcome]")) offer(outcome, proposal);
};

const take = (outcome) => {
  const text = textOf(outcome);
  text.value = proposalOf(outcome.closest("[data-item]"));
  text.dispatchEvent(new Event("input", { bubbles: true }));
};

const follow = ({ target }) => {
  const item = target.closest("[data-item]");
  if (item && /-(kind|text|proposed_decision)$/.test(target.name ?? "")) offerIn(item);
};

holder.addEventListener("input", follow);
holder.addEventListener("change", follow);

holder.addEventListener("click", (event) => {
  const outcome = event.target.closest("[data-take-proposal]")?.closest("[data-outcome]");
  if (!outcome) return;
  take(outcome);
  textOf(outcome).focus();
});

holder.addEventListener("formset:added", ({ target, detail }) => {
  if (target.matches("[data-outcome]") && detail && "asProposed" in detail.dataset) {
    const kind = kindOf(target);
    kind.value = [...kind.options].map((option) => option.value).find((value) => kinds.includes(value));
    take(target);
  }
  const item = target.closest("[data-item]");
  if (item) offerIn(item);
});

for (const item of holder.querySelectorAll("[data-item]")) offerIn(item);
