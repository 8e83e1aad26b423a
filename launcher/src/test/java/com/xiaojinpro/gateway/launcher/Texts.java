package com.xiaojinpro.gateway.launcher;

/** Configuration texts for tests of the launcher. */
final class Texts {
    /** The least that is a whole configuration. */
    static final String ECHO = """
            [[auth.keys]]
            name = "app"
            key = "app-key-0123456789"
            [providers.echo]
            type = "echo"
            [models.echo]
            primary = { provider = "echo", model = "echo" }
            """;

    static final String ANOTHER_MODEL = ECHO + """
            [models.parrot]
            primary = { provider = "echo", model = "echo" }
            """;

    private Texts() {}
}
