package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake each, and the one line it is answered with. */
class BrokenConfigTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource({"whole", "sections", "keys", "providers", "routes"})
    void aMistakeIsNamedWithItsLine(String mistake, String problem) {
        String text = mistake.startsWith("=") ? mistake.substring(1) : ConfigTexts.MINIMAL + mistake;
        assertThat(ConfigTexts.problems(text)).containsExactly(problem);
    }

    /** Whole files, marked by a leading {@code =}; what does not start so follows the minimal file, from line 10 on. */
    static Stream<Arguments> whole() {
        return Stream.of(
                arguments("=[server\nport = 1", "xjp.toml:1:8: bad TOML: Unexpected end of line, expected ]"),
                arguments("=port = ", "xjp.toml:1:8: bad TOML: Unexpected end of input, expected a value"),
                arguments("=a = 1\na = 2", "xjp.toml:2:1: bad TOML: a previously defined at line 1, column 1"),
                arguments("[server]\nport = 08080", "xjp.toml:11:8: bad TOML: Leading zeros are not allowed"));
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                arguments("[sever]\nport = 1", "xjp.toml:10:1: sever: unknown key; did you mean 'server'?"),
                arguments(
                        "[telemetry]",
                        "xjp.toml:10:1: telemetry: unknown key; known here, and not set: cluster, database, idempotency, limits, management, media, prices, redis, server, tenants, usage, validation"),
                arguments(
                        "[server]\nport = \"80\"",
                        "xjp.toml:11:1: server.port: is a string;" + " a whole number from 0 to 65535 was meant"),
                arguments(
                        "[server]\nport = 80.5",
                        "xjp.toml:11:1: server.port: is a decimal number;"
                                + " a whole number from 0 to 65535 was meant"),
                arguments(
                        "[server]\nport = -1",
                        "xjp.toml:11:1: server.port: -1 is out of range;"
                                + " a whole number from 0 to 65535 was meant"),
                arguments(
                        "[server]\nmaxBodyBytes = 5",
                        "xjp.toml:11:1: server.maxBodyBytes: unknown key;" + " did you mean 'max_body_bytes'?"),
                arguments(
                        "[server]\nkeepalive_after_ms = 0",
                        "xjp.toml:11:1: server.keepalive_after_ms:"
                                + " 0 is out of range; a whole number from 1 to 86400000 was meant"),
                arguments(
                        "[server]\nkeepalive_after_ms = 07:32:00",
                        "xjp.toml:11:1: server.keepalive_after_ms:"
                                + " is a date or a time; a whole number from 1 to 86400000 was meant"),
                arguments(
                        "[server]\nhost = \"localhost:80\"",
                        "xjp.toml:11:1: server.host: 'localhost:80' is not a"
                                + " host; a name or an address without a port was meant"),
                arguments("[server]\nhost = [\"a\"]", "xjp.toml:11:1: server.host: is an array; a string was meant"),
                arguments(
                        "[management]\nenabled = \"yes\"",
                        "xjp.toml:11:1: management.enabled: is a string;" + " true or false was meant"),
                arguments(
                        "[management]\nport = 8080",
                        "xjp.toml:11:1: management.port: 8080 is the port of [server]"
                                + " too; two different ports were meant"),
                arguments(
                        "[cluster]\nname = \"two words\"",
                        "xjp.toml:11:1: cluster.name: 'two words' cannot be a"
                                + " name; up to 64 letters, digits, '-', '_', '.' and '@', starting with a letter or digit,"
                                + " were meant"),
                arguments(
                        "[cluster]\nmembers = \"a\"",
                        "xjp.toml:11:1: cluster.members: is a string;" + " an array of strings was meant"),
                arguments(
                        "[cluster]\nmembers = [\"a\",\n  1]",
                        "xjp.toml:12:3: cluster.members[1]: is a whole number;" + " a string was meant"),
                arguments(
                        "[cluster]\nmembers = [\"a:b\"]",
                        "xjp.toml:11:1: cluster.members: 'a:b' is not an address;" + " host or host:port was meant"),
                arguments(
                        "[cluster]\npeer_timeout_ms = 1000",
                        "xjp.toml:11:1: cluster.peer_timeout_ms: 1000 is not"
                                + " longer than ping_interval_ms (1000); the time of several pings was meant"),
                arguments("[[cluster]]\nname = \"x\"", "xjp.toml:10:1: cluster: is an array; a table was meant"));
    }

    static Stream<Arguments> keys() {
        String rest = "\n[providers.main]\ntype = \"test\"\n[models.m]\nprimary = {provider=\"main\", model=\"x\"}";
        return Stream.of(
                arguments(
                        "=" + rest,
                        "xjp.toml:1:1: auth.keys: no client could connect;"
                                + " at least one [[auth.keys]], or a [database], was meant"),
                arguments(
                        "=[auth.keys]\nname = \"a\"" + rest,
                        "xjp.toml:1:1: auth.keys: is a table;"
                                + " an array of tables, written [[auth.keys]], was meant"),
                arguments(
                        "=[auth]\nkeys = [\"a\"]" + rest,
                        "xjp.toml:2:9: auth.keys[0]: is a string;" + " a table was meant"),
                arguments(
                        "[[auth.keys]]\nkey = \"0123456789\"",
                        "xjp.toml:10:1: auth.keys[1].name: is missing;" + " a name for logs and metrics was meant"),
                arguments(
                        "[[auth.keys]]\nname = \" \"\nkey = \"0123456789\"",
                        "xjp.toml:11:1: auth.keys[1].name:" + " is empty; a name for logs and metrics was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"",
                        "xjp.toml:10:1: auth.keys[1].key: is missing;"
                                + " the secret clients send (${ENV}, file:PATH or the value) was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"app\"\nkey = \"0123456789\"",
                        "xjp.toml:11:1: auth.keys[1].name:"
                                + " is the same as auth.keys[0].name; different names were meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"${CLIENT_KEY}\"",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " is the same as auth.keys[0].key; different keys were meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"hunter2\"",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " is shorter than 8 characters; a long random value was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"correct horse\"",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " cannot be sent in a header; printable ASCII without spaces was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"${EMPTY}\"",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " the secret is empty; a value, ${ENV} or file:PATH was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"file:secrets/empty\"",
                        "xjp.toml:12:1:"
                                + " auth.keys[1].key: the secret is empty; a value, ${ENV} or file:PATH was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"file:gone\"",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " file gone cannot be read (no such file); file:PATH names a readable file"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = 12345678",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " is a whole number; a string (the secret, ${ENV} or file:PATH) was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"${OPEN\"",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " '${' without '}'; ${NAME}, or $${ for the characters themselves, was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"${1X}\"",
                        "xjp.toml:12:1: auth.keys[1].key:"
                                + " '${...}' does not name an environment variable; ${NAME} or ${NAME:-default} was meant"),
                arguments(
                        "[[auth.keys]]\nname = \"b\"\nkey = \"0123456789\"\nmodels = [\"a*b\"]",
                        "xjp.toml:13:1: auth.keys[1].models: 'a*b' is not a pattern;"
                                + " a model name, a prefix followed by '*', or '*' was meant"));
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                arguments(
                        "[providers.x]\nbase_url = \"http://h\"",
                        "xjp.toml:10:1: providers.x.type: is missing;"
                                + " the kind of provider, such as \"openai-compatible\", was meant"),
                arguments(
                        "[providers.x]\ntype = \"test\"\nbase_uri = \"http://h\"",
                        "xjp.toml:12:1:" + " providers.x.base_uri: unknown key; did you mean 'base_url'?"),
                arguments(
                        "[providers.x]\ntype = \"tset\"\nzone = 1",
                        "xjp.toml:11:1: providers.x.type:" + " there is no provider type 'tset'; did you mean 'test'?"),
                arguments("[providers]\nx = 3", "xjp.toml:11:1: providers.x: is a whole number; a table was meant"),
                arguments(
                        "[providers.\"a b\"]\ntype = \"test\"",
                        "xjp.toml:10:1: providers.\"a b\": 'a b' cannot be a"
                                + " name; up to 64 letters, digits, '-', '_', '.' and '@', starting with a letter or digit,"
                                + " were meant"),
                arguments(
                        "[providers.x]\ntype = \"test\"\nbase_url = \"http://u:p@h\"",
                        "xjp.toml:12:1:"
                                + " providers.x.base_url: holds a user name or password; credentials have their own keys"),
                arguments(
                        "[providers.x]\ntype = \"test\"\nbase_url = \"http://h/?a=b\"",
                        "xjp.toml:12:1:"
                                + " providers.x.base_url: has a query or a fragment; only a path may follow the host"),
                arguments(
                        "[providers.x]\ntype = \"test\"\nbase_url = \"http:///v1\"",
                        "xjp.toml:12:1:"
                                + " providers.x.base_url: names no host;"
                                + " an http or https URL such as https://api.example.com/v1 was meant"));
    }

    static Stream<Arguments> routes() {
        String head = "=[[auth.keys]]\nname = \"a\"\nkey = \"0123456789\"\n[providers.main]\ntype = \"test\"\n";
        return Stream.of(
                arguments(
                        head,
                        "xjp.toml:1:1: models: no model could be served;"
                                + " at least one [models.\"NAME\"] was meant"),
                arguments(
                        "[models.\"a*b\"]\nprimary = {provider=\"main\", model=\"x\"}",
                        "xjp.toml:10:1:"
                                + " models.\"a*b\": 'a*b' cannot be a route;"
                                + " a model name, a prefix followed by '*', or '*' was meant"),
                arguments(
                        "[models.gpt-5]\nfallbacks = []",
                        "xjp.toml:10:1: models.gpt-5.primary: is missing;"
                                + " { provider = \"...\", model = \"...\" } was meant"),
                arguments(
                        "[models.gpt-5]\nprimary = \"main\"",
                        "xjp.toml:11:1: models.gpt-5.primary: is a string;" + " a table was meant"),
                arguments(
                        "[models.gpt-5]\nprimary = {model=\"x\"}",
                        "xjp.toml:11:1: models.gpt-5.primary.provider:"
                                + " is missing; the name of a [providers] entry was meant"),
                arguments(
                        "[models.x]\nprimary = {provider=\"main\", model=\"*\"}",
                        "xjp.toml:11:29:"
                                + " models.x.primary.model: '*' has a '*', but the route's name does not end in one"),
                arguments(
                        "[models.\"x*\"]\nprimary = {provider=\"main\", model=\"*/*\"}",
                        "xjp.toml:11:29:"
                                + " models.\"x*\".primary.model: '*/*' has more than one '*';"
                                + " one, for what the route matched, was meant"),
                arguments(
                        "[models.x]\nprimary = {provider=\"main\", model=\"x\"}\nfallbacks = {provider=\"main\"}",
                        "xjp.toml:12:1: models.x.fallbacks: is a table;"
                                + " an array of targets, [{ provider = \"...\", model = \"...\" }, ...], was meant"),
                arguments(
                        "[models.x]\nprimary = {provider=\"main\", model=\"x\"}\n"
                                + "fallbacks = [\n  {provider=\"other\", model=\"x\"}]",
                        "xjp.toml:13:4: models.x.fallbacks[0].provider: no provider is called 'other';"
                                + " configured are: main"),
                arguments(
                        "[models.x]\nprimary = {provider=\"main\", model=\"x\", timeouts_ms={first_byte=1}}",
                        "xjp.toml:11:53: models.x.primary.timeouts_ms.first_byte: unknown key;"
                                + " known here, and not set: connect, first_content, idle, total"));
    }
}
