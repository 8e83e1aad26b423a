-- Tenants own keys. A tenant is known by its name, which never changes.
create table tenants (
    name text primary key,
    enabled boolean not null default true,
    models text[] not null default '{}',
    limits jsonb not null default '{}',
    metadata jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

insert into tenants (name) values ('default');

-- The secret of a key is not here, only its keyed hash. The previous one is good until previous_until.
create table api_keys (
    id text primary key,
    position bigint generated always as identity unique,
    tenant text not null references tenants (name),
    name text not null,
    secret_hash bytea not null,
    previous_hash bytea,
    previous_until timestamptz,
    enabled boolean not null default true,
    models text[] not null default '{}',
    limits jsonb not null default '{}',
    metadata jsonb not null default '{}',
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    rotated_at timestamptz,
    revoked_at timestamptz,
    check ((previous_hash is null) = (previous_until is null))
);

-- The name of a revoked key may be used again.
create unique index api_keys_name on api_keys (tenant, name) where revoked_at is null;
create index api_keys_tenant on api_keys (tenant, position);

-- Single values: the counter of changes, the fingerprint of the pepper, the setup token.
create table settings (
    name text primary key,
    value text not null,
    created_at timestamptz not null default now()
);

-- Every change of a key or a tenant takes the next number, in the order of the commits (the row is locked until then), and
-- tells it to everybody who listens. Who misses a message sees that numbers are missing. It is done here so that it holds for
-- changes by hand, too.
create table changes (
    only_one boolean primary key default true check (only_one),
    last bigint not null
);

insert into changes (last) values (0);

create function announce_change() returns trigger language plpgsql as $$
declare
    number bigint;
    subject text;
begin
    subject := case tg_table_name
        when 'tenants' then 'tenant ' || coalesce(to_jsonb(new) ->> 'name', to_jsonb(old) ->> 'name')
        else 'key ' || coalesce(to_jsonb(new) ->> 'id', to_jsonb(old) ->> 'id')
    end;
    update changes set last = last + 1 returning last into number;
    perform pg_notify('xjp_changes', number || ' ' || subject);
    return null;
end
$$;

create trigger announce_change after insert or update or delete on tenants
    for each row execute function announce_change();
create trigger announce_change after insert or update or delete on api_keys
    for each row execute function announce_change();

-- What was changed, by whom. Secrets are never in it.
create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    subject text not null,
    details jsonb not null default '{}'
);

create index audit_log_subject on audit_log (subject, id);

-- Who may administer, by keyed hash.
create table admin_tokens (
    id text primary key,
    name text not null,
    secret_hash bytea not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);

-- What was created under which Idempotency-Key.
create table admin_creations (
    actor text not null,
    idempotency_key text not null,
    request_hash text not null,
    subject text not null,
    created_at timestamptz not null default now(),
    primary key (actor, idempotency_key)
);
