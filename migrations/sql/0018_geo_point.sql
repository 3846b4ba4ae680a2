-- Where a record or a territory is shown on the map, as a vector of length one: what is nearer has the shorter chord. What
-- has no row is nowhere. It follows from structure and territory; who changes one of them writes it again.
create table geo_point (
  id uuid primary key,
  lat double not null,
  x double not null,
  y double not null,
  z double not null
);
create index geo_point_lat on geo_point (lat);
