package com.xiaojinpro.gateway.accounts.usage;

import java.util.List;

/** The statements that write usage. A record is a JSON object whose members are the columns of {@code usage_records}. */
final class UsageSql {
    /** Makes the partitions that a batch needs. */
    static final String PARTITIONS = """
            select usage_partition(day) from (
                select distinct (started_at at time zone 'UTC')::date as day
                from jsonb_to_recordset(($1::text)::jsonb) as r(started_at timestamptz)
            ) as days""";

    private static final String COLUMNS = "request_id, started_at, key_id, key_name, tenant, route, model, dialect,"
            + " operation, streamed, images, provider, provider_model, upstream_us, dropped, input_tokens,"
            + " cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, audio_input_tokens, output_tokens,"
            + " reasoning_tokens, audio_output_tokens, usage_source, cost, provider_cost, duration_us, first_token_us,"
            + " status, outcome, error, error_code, tried, charged, node";

    private static final List<String> SUMS = List.of(
            "calls",
            "completed",
            "estimated",
            "unpriced",
            "input_tokens",
            "cache_read_tokens",
            "cache_write_5m_tokens",
            "cache_write_1h_tokens",
            "audio_input_tokens",
            "output_tokens",
            "reasoning_tokens",
            "audio_output_tokens",
            "cost",
            "provider_cost");

    private static final String DIMENSIONS = "day, tenant, key_id, key_name, route, provider, provider_model";

    /** Sums over rows of {@code usage_records}, in the order of {@code usage_daily}. */
    static final String ROLLUP = """
            select day, tenant, key_id, key_name, route, coalesce(provider, ''), coalesce(provider_model, ''),
                count(*), count(*) filter (where outcome = 'completed'),
                count(*) filter (where usage_source in ('estimated', 'partial')),
                count(*) filter (where usage_source is not null and cost is null),
                coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(cache_read_tokens), 0)::bigint,
                coalesce(sum(cache_write_5m_tokens), 0)::bigint, coalesce(sum(cache_write_1h_tokens), 0)::bigint,
                coalesce(sum(audio_input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint,
                coalesce(sum(reasoning_tokens), 0)::bigint, coalesce(sum(audio_output_tokens), 0)::bigint,
                coalesce(sum(cost), 0), coalesce(sum(provider_cost), 0)
            from %s group by 1, 2, 3, 4, 5, 6, 7""";

    /**
     * What limits count, by process, over rows of {@code usage_records}: calls that were neither refused nor given back, nor
     * answered from memory, and their cost.
     */
    static final String COUNTED = """
            select day, tenant, key_id, key_name, coalesce(node, '-'), count(*), coalesce(sum(cost), 0)
            from %s where operation is not null and outcome <> 'refused'
                and (outcome <> 'failed' or usage_source is not null)
            group by 1, 2, 3, 4, 5""";

    /**
     * Writes a batch and adds what was new in it to the sums; gives the number of new rows. In an order of the sums that is
     * the same for everybody, so that two nodes never wait for one another.
     */
    static final String INSERT = "with incoming as (select * from jsonb_to_recordset(($1::text)::jsonb) as r("
            + "request_id text, started_at timestamptz, key_id text, key_name text, tenant text, route text, model text,"
            + " dialect text, operation text, streamed boolean, images integer, provider text, provider_model text,"
            + " upstream_us bigint, dropped jsonb, input_tokens bigint, cache_read_tokens bigint,"
            + " cache_write_5m_tokens bigint, cache_write_1h_tokens bigint, audio_input_tokens bigint,"
            + " output_tokens bigint, reasoning_tokens bigint, audio_output_tokens bigint, usage_source text,"
            + " cost numeric, provider_cost numeric, duration_us bigint, first_token_us bigint, status integer,"
            + " outcome text, error text, error_code text, tried jsonb, charged jsonb, node text)),"
            + " added as (insert into usage_records (day, " + COLUMNS + ")"
            + " select (started_at at time zone 'UTC')::date, " + COLUMNS + " from incoming"
            + " on conflict do nothing returning *),"
            + " sums as (" + ROLLUP.formatted("added") + " order by 1, 2, 3, 4, 5, 6, 7),"
            + " summed as (insert into usage_daily as d (" + DIMENSIONS + ", " + String.join(", ", SUMS)
            + ") select * from sums"
            + " on conflict (" + DIMENSIONS + ") do update set " + additions() + "),"
            + " counted as (insert into usage_counted as c (day, tenant, key_id, key_name, node, calls, cost) "
            + COUNTED.formatted("added") + " order by 1, 2, 3, 4, 5"
            + " on conflict (day, tenant, key_id, key_name, node) do update"
            + " set calls = c.calls + excluded.calls, cost = c.cost + excluded.cost)"
            + " select count(*)::int as written from added";

    private UsageSql() {}

    private static String additions() {
        StringBuilder sql = new StringBuilder();
        for (String column : SUMS) {
            sql.append(sql.length() == 0 ? "" : ", ").append(column);
            sql.append(" = d.").append(column).append(" + excluded.").append(column);
        }
        return sql.toString();
    }
}
