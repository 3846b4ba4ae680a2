// How the types of schema.graphql are answered.
import { GraphQLError } from 'graphql';

/** Below this many tonnes of CO₂ a year a structure has the badge. */
const GREEN = 10;

const host = ({ siret }) => siret && { siret };

function refuse(code, message) {
  return new GraphQLError(message, { extensions: { code } });
}

function book(offers, { id, seats }) {
  const workshop = offers.workshop(id);
  if (!workshop) return null;
  if (seats < 1) throw refuse('INVALID', 'At least one seat is taken.');
  if (seats > workshop.seats) throw refuse('SOLD_OUT', `Only ${workshop.seats} seats are free.`);
  workshop.seats -= seats;
  return workshop;
}

// What the hub sends of a structure is what its fields are answered from: its SIRET, and what they require. One of which
// nothing is known here is a structure all the same, without workshops.
const Structure = {
  __resolveReference: (structure) => structure,
  workshops: async ({ siret }, { first }, { workshopsAt }) => (await workshopsAt.load(siret)).slice(0, Math.max(first, 0)),
  workshopHours: async ({ siret }, _, { workshopsAt }) =>
    (await workshopsAt.load(siret)).reduce((sum, { hours }) => sum + hours, 0),
  banner: async ({ siret, name }, _, { workshopsAt }) => `${name} : ${(await workshopsAt.load(siret)).length} atelier(s)`,
  greenBadge: ({ footprint }) => footprint != null && footprint < GREEN,
};

export const resolvers = {
  Query: {
    ateliers: (_, __, { offers }) => offers.workshops,
    offers: (_, __, { offers }) => offers.all(),
    bookable: (_, __, { offers }) => offers.all(),
    whoAsks: (_, __, { member }) => member,
  },
  Mutation: {
    bookWorkshop: (_, wanted, { offers }) => book(offers, wanted),
  },
  Workshop: {
    __resolveReference: ({ id }, { offers }) => offers.workshop(id),
    host,
  },
  Visit: {
    __resolveReference: ({ id }, { offers }) => offers.visit(id),
    host,
  },
  Structure,
};
