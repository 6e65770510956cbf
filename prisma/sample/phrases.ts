/**
 * What people write in the sample workspace. Only `price` texts speak of money: the product looks for such words, and the
 * simulator decides in which deals they fall (planted-effects.ts). Slots: {first} contact, {product}, {rival}, {n} a
 * small number, {month}.
 */
import type { Rng } from '@/lib/stats/rng';
import { pick } from './draw';

export type Slots = { first: string; product: string; rival: string; n: number; month: string };
export type Voice = 'sent' | 'reply' | 'note' | 'call';
export type Topic = keyof typeof TEXTS;

const TEXTS = {
  opening: {
    sent: ['Hello {first}, thank you for your interest in {product}. Could we take twenty minutes this week to see what you need?', 'Hi {first}, following up on your question about {product}: here is the datasheet and two sites that run it.', '{first}, I looked at how your team works today and believe {product} would take a step out of it. When would suit you?', 'Hello {first}, you asked which model fits {n} sites. I put our view of {product} in the attached page.'],
    reply: ['Thanks, that helps. Please send the technical sheet for {product} and we will look at it with the team.', 'Good timing: we start looking at this in {month}. A short call would be fine.', 'Interesting. I am not the right person for the details; I will bring in a colleague from operations.', 'Thank you. We have {n} sites, would {product} cover all of them?'],
    note: ['First talk with {first}. They replace an ageing system at {n} sites and want to be live by {month}.', 'They found us through a search; {first} is collecting options for the team.', 'Intro done. Main pain: {n} hours a week lost on manual work.'],
    call: ['Short intro with {first}: wants to see {product} in use before going further.', 'Discovery: {n} sites, one system each, no common reporting.'],
  },
  technical: {
    sent: ['{first}, as promised the integration guide for {product}, with the interfaces your team asked about.', 'Attached are the answers to the security questions, {n} of them with references.', 'Here is the pilot plan: {n} weeks, one site, your own data.'],
    reply: ['Our architects went through it. {n} questions are left, mostly on single sign-on.', 'The pilot went well on our side, the team liked the reports. What are the next steps?', 'Security wants the penetration test summary before we go on.', 'The integration with our warehouse system worked at the first try.'],
    note: ['Demo of {product} for {n} people. Reporting went down well; open question on data residency.', 'Pilot agreed at one site for {n} weeks, success means fewer manual entries.', 'Their security review is under way, answer expected in {month}.', 'Needs an interface to the existing warehouse system; {first} checks with IT.'],
    call: ['Technical session with {first}: interfaces fine, single sign-on to be shown.', 'Went through the pilot results together; {n} remarks, none serious.'],
  },
  procurement: {
    sent: ['{first}, attached the draft agreement with the changes your legal team asked for.', 'Here are the supplier forms, filled in. Is anything missing for procurement?', 'Could we agree on a date for the signature, so that delivery in {month} holds?'],
    reply: ['Legal has it, we expect their remarks in {n} days.', 'Procurement needs the supplier form and proof of insurance.', 'The board meets in {month}; we should have a decision then.', 'We are nearly there, only the service terms are still open.'],
    note: ['Procurement is involved now: supplier registration takes about {n} weeks.', 'Legal review of the agreement, {n} clauses under discussion, nothing unusual.', '{first} says the decision falls in {month}, after the board.', 'They want delivery split in {n} steps.'],
    call: ['Went over the service terms with {first}; two clauses left.', 'Asked about timing: purchasing closes its list at the end of {month}.'],
  },
  people: {
    sent: ['{first}, may I invite your colleague from finance to our next talk? It would save you explaining it twice.', 'I heard that responsibilities changed on your side. Who should I keep in the loop about {product}?'],
    reply: ['I am moving to another department in {month}; my successor will take this over.', 'Please add our operations lead from now on.', 'My manager wants to understand the benefit in one page, could you help?'],
    note: ['Our champion {first} was promoted; still supportive, less time.', 'New head of the department started; {first} introduces us next week.', '{first} fights for {product} inside, needs a one-page business case.', 'Reorganisation announced for {month}. Unclear who owns the project afterwards.'],
    call: ['{first} described who is for and who is against; operations for, IT careful.', 'Asked who signs: {first} will find out.'],
  },
  rival: {
    sent: ['{first}, here is how {product} differs from what you are comparing it with, point by point.', 'As you are also talking to others: two customers who changed over are happy to speak with you.'],
    reply: ['We are also looking at {rival}; their demo is next week.', '{rival} says they can deliver in {n} weeks. Can you?', 'Some of the team prefer {rival} because they know it.'],
    note: ['{rival} is in the deal, known to the team from an earlier project.', 'Comparison with {rival} runs until {month}; we lead on reporting, they on delivery time.', '{first} told us {rival} was invited by procurement.'],
    call: ['{first} compared us with {rival}: support decides.', 'They saw {rival} yesterday, liked the screens, miss the interfaces.'],
  },
  price: {
    sent: ['{first}, attached is our quote for {product}, valid until the end of {month}.', 'Here is the pricing for {n} sites, with the options we spoke about.', 'I worked out the cost over three years, as you asked, with and without support.'],
    reply: ['Thanks for the quote. It is a little above our budget, is there room for {n} sites?', 'Could you send the pricing for {n} units and for a larger lot?', 'Budget is approved up to a limit; your price is within it.', 'What discount applies if we take {n} units at once?'],
    note: ['Talked about price early: {first} has a budget and knows the range.', 'Pricing discussed, {first} expects a discount of {n}% for the larger lot.', 'Budget holder named; cost over three years matters more than the price itself.', 'Quote sent for {n} units, answer promised in {month}.'],
    call: ['Went through the quote line by line with {first}.', '{first} asked about the price for {n} sites; budget round is in {month}.'],
  },
  chase: {
    sent: ['{first}, did you have a chance to look at this?', 'Hello {first}, coming back to my last message. Is {month} still realistic on your side?', '{first}, I tried to reach you by phone. Shall we talk, or has something changed?', 'Just checking in, {first}: what would help you to take the next step?'],
    reply: ['Sorry for the silence, it was a busy month. Let us talk next week.'],
    note: ['No answer from {first} since our last message.'],
    call: ['Left a message for {first}.', 'No answer, tried twice.'],
  },
} as const satisfies Record<string, Record<Voice, readonly string[]>>;

const SUBJECTS: Record<Topic, readonly string[]> = {
  opening: ['{product}', 'Your question about {product}'], technical: ['Technical questions', 'Pilot of {product}'], procurement: ['Agreement', 'Next steps'],
  people: ['Who to keep in the loop'], rival: ['How we compare'], price: ['Quote for {product}', 'Pricing'], chase: ['Following up', '{product}: next step?'],
};

/** Topics of ordinary talk, none of which is about price. */
export const ORDINARY = ['technical', 'procurement', 'people'] as const satisfies readonly Topic[];

const fill = (text: string, slots: Slots): string => text.replace(/\{(first|product|rival|n|month)\}/g, (_match, slot: keyof Slots) => String(slots[slot]));

export const say = (rng: Rng, topic: Topic, voice: Voice, slots: Slots): string => fill(pick(rng, TEXTS[topic][voice]), slots);
export const subjectOf = (rng: Rng, topic: Topic, slots: Slots): string => fill(pick(rng, SUBJECTS[topic]), slots);

/** Every text of a topic with its slots empty: to check which speak of price. */
export const textsOf = (topic: Topic): string[] => [...Object.values(TEXTS[topic]).flat(), ...SUBJECTS[topic]];
export const TOPICS = Object.keys(TEXTS) as Topic[];
