// What is offered, in memory: a start of the service begins anew.
import { readFileSync } from 'node:fs';

/** Reads `{ workshops, visits }`, each a list of what the schema says of them, with the `siret` of the host or null. */
export function openOffers(file) {
  const { workshops, visits } = JSON.parse(readFileSync(file, 'utf8'));
  return new Offers(
    workshops.map((workshop) => ({ __typename: 'Workshop', ...workshop })),
    visits.map((visit) => ({ __typename: 'Visit', ...visit })),
  );
}

class Offers {
  constructor(workshops, visits) {
    this.workshops = workshops;
    this.visits = visits;
  }

  all() {
    return [...this.workshops, ...this.visits];
  }

  workshop(id) {
    return this.workshops.find((workshop) => workshop.id === id) ?? null;
  }

  visit(id) {
    return this.visits.find((visit) => visit.id === id) ?? null;
  }

  /** The workshops at each of these structures, in the order of the list: one pass, whatever its length. */
  workshopsAt(sirets) {
    const hosted = new Map(sirets.map((siret) => [siret, []]));
    for (const workshop of this.workshops) hosted.get(workshop.siret)?.push(workshop);
    return sirets.map((siret) => hosted.get(siret));
  }
}
