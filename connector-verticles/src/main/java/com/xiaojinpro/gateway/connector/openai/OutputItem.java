package com.xiaojinpro.gateway.connector.openai;

/** One item of an answer's output while it comes in. Owned by one answer; not thread-safe. */
sealed interface OutputItem permits MessageItem, CallItem, ReasoningItem, HostedItem {
    /** The type of the item on the wire. */
    String type();

    /**
     * Takes the item as the provider gives it when it is whole, or in the answer at the end: sends what was not sent yet
     * (H78) and ends its parts. A second time it does nothing.
     */
    void complete(ItemFields item);

    /** Ends what is open of an item of which no more came. */
    void end();
}
