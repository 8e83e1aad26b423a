package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.model.PartKind;

/**
 * One part an answer will have.
 *
 * @param tool the tool's name; empty where the part is no call
 * @param text what the part says: words, or a call's arguments
 */
record EchoPart(PartKind kind, String tool, String text) {}
