-- How many changes there were that no record's log tells: of territories, terms and partners, or of what any record may
-- refer to. Servers that keep answers compare it.
create table sweeping_change (
  id integer primary key check (id = 1),
  count bigint not null
);
insert into sweeping_change (id, count) values (1, 0);
