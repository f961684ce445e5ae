"""sqlparse: splitting, formatting and the tree of statements."""
# needs: sqlparse

import sqlparse
from sqlparse import sql, tokens

SCRIPT = '''-- head
select a.id as "the id", count(*) n, case when x > 1 then 'one''s' else null end kind from "My Table" a left outer join b on a.id=b.a_id and (b.k in (1,2,3) or b.z is not null)
where a.created >= '2024-01-01' and not exists (select 1 from c where c.id = a.id) group by a.id, kind having count(*)>2 order by n desc nulls last limit 10; /* multi
line */ insert into t (a, b) values (1, 'x;y'), (2, $$dollar; quoted$$);
create or replace function f(i integer) returns integer as $body$ begin if i > 0 then return i; else return -i; end if; end; $body$ language plpgsql;
update t set a = a + 1, b = lower(b) where id between 1 and 5; WITH x AS (SELECT 1), y(a) AS (SELECT * FROM x UNION ALL SELECT 2) SELECT row_number() over (partition by a order by b) FROM y;
CREATE TABLE foo (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'x', CONSTRAINT u UNIQUE (name)); begin; delete from foo; commit'''
for statement in sqlparse.split(SCRIPT):
    print(repr(statement))
for options in ({'reindent': True, 'keyword_case': 'upper'}, {'reindent_aligned': True}, {'strip_comments': True, 'strip_whitespace': True}, {'reindent': True, 'comma_first': True, 'indent_width': 4, 'wrap_after': 40}, {'identifier_case': 'upper', 'use_space_around_operators': True}, {'output_format': 'python'}, {'truncate_strings': 4, 'reindent': True, 'indent_columns': True}, {'output_format': 'php'}):
    print(options)
    print(sqlparse.format(SCRIPT, **options))
for statement in sqlparse.parse(SCRIPT):
    print(statement.get_type(), [type(t).__name__ for t in statement.tokens if not t.is_whitespace])
first = sqlparse.parse(SCRIPT)[0]
first._pprint_tree(max_depth=4)
for token in first.tokens:
    if isinstance(token, sql.IdentifierList):
        for identifier in token.get_identifiers():
            if isinstance(identifier, sql.Identifier):
                print(identifier.get_real_name(), identifier.get_alias(), identifier.get_parent_name(), identifier.has_alias())
where = next(t for t in first.tokens if isinstance(t, sql.Where))
print([str(c) for c in where.get_sublists()], first.token_first(skip_cm=True), first.token_next_by(t=tokens.Keyword.DML)[0])
print([(str(t), str(v)) for t, v in sqlparse.lexer.tokenize("SELECT 1.5e3, N'é', x'AF', @v, :p, ?, a::int, [b c] FROM `d` -- end")])
for wrong in ({'keyword_case': 'x'}, {'indent_width': 0}, {'wrap_after': 'x'}):
    try:
        sqlparse.format('select 1', **wrong)
    except Exception as e:
        print(type(e).__name__, e)
