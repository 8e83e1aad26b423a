package com.xiaojinpro.gateway.conformance;

/** What became of something in a loop, as the document says it. */
enum LoopWord {
    KEPT("kept", "As the provider sent it, and where the provider wants it."),
    RESTORED(
            "restored",
            "The client does not give it back; the gateway remembers it by tenant and call, and puts it where it was."),
    MARKED(
            "marked",
            "The client does not give it back; the first call carries the value by which Google tells calls that its model did not make."),
    POSITION("by position", "The provider is told no ids: calls and results pair by name and place."),
    NONE("none", "The provider makes none."),
    UNWANTED("not sent", "The provider has no place for it, or does not ask for it."),
    LOST(
            "lost",
            "The client gives back no members but those of OpenAI's own schema, so that the thought is left out whole, and the model is asked in a way that needs none.");

    private final String word;
    private final String reason;

    LoopWord(String word, String reason) {
        this.word = word;
        this.reason = reason;
    }

    String word() {
        return word;
    }

    String reason() {
        return reason;
    }
}
