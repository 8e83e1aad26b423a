-- One row a call, in a partition a day. The request id is the identity of a row: whoever writes one twice writes it once.
create table usage_records (
    request_id text not null,
    day date not null,
    started_at timestamptz not null,
    key_id text not null,
    key_name text not null,
    tenant text not null,
    route text not null,
    model text,
    dialect text not null,
    operation text,
    streamed boolean,
    images integer,
    provider text,
    provider_model text,
    upstream_us bigint,
    dropped jsonb,
    input_tokens bigint,
    cache_read_tokens bigint,
    cache_write_5m_tokens bigint,
    cache_write_1h_tokens bigint,
    audio_input_tokens bigint,
    output_tokens bigint,
    reasoning_tokens bigint,
    audio_output_tokens bigint,
    usage_source text,
    cost numeric,
    provider_cost numeric,
    duration_us bigint not null,
    first_token_us bigint,
    status integer not null,
    outcome text not null,
    error text,
    error_code text,
    tried jsonb,
    charged jsonb,
    primary key (request_id, day)
) partition by range (day);

-- The sums by day that reports are made of; kept by the statement that writes the rows.
create table usage_daily (
    day date not null,
    tenant text not null,
    key_id text not null,
    key_name text not null,
    route text not null,
    provider text not null,
    provider_model text not null,
    calls bigint not null,
    completed bigint not null,
    estimated bigint not null,
    unpriced bigint not null,
    input_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_5m_tokens bigint not null,
    cache_write_1h_tokens bigint not null,
    audio_input_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    audio_output_tokens bigint not null,
    cost numeric not null,
    provider_cost numeric not null,
    primary key (day, tenant, key_id, key_name, route, provider, provider_model)
);

create index usage_daily_key on usage_daily (key_id, key_name, day);
create index usage_daily_tenant on usage_daily (tenant, day);

-- Makes the partition of a day, once, whoever asks and however many do.
create function usage_partition(wanted date) returns void language plpgsql as $$
declare
    partition text := 'usage_records_' || to_char(wanted, 'YYYYMMDD');
begin
    if to_regclass(partition) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(x'786a700002'::bigint);
    if to_regclass(partition) is null then
        execute format('create table %I partition of usage_records for values from (%L) to (%L)',
            partition, wanted, wanted + 1);
    end if;
end
$$;

-- Forgets what is older than so many days; 0 forgets nothing.
create function usage_expire(record_days integer, rollup_days integer) returns void language plpgsql as $$
declare
    today date := (now() at time zone 'UTC')::date;
    partition text;
begin
    perform pg_advisory_xact_lock(x'786a700002'::bigint);
    if record_days > 0 then
        for partition in
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'usage_records'::regclass
                and to_date(right(c.relname, 8), 'YYYYMMDD') < today - record_days
        loop
            execute format('drop table %I', partition);
        end loop;
    end if;
    if rollup_days > 0 then
        delete from usage_daily where day < today - rollup_days;
    end if;
end
$$;
