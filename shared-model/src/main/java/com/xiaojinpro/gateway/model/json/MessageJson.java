package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.util.List;

/** The messages of a request. */
final class MessageJson {
    private static final Role[] ROLES = Role.values();

    private MessageJson() {}

    static void write(UnifiedMessage message, JsonOut out) {
        out.beginObject().text("role", message.role().name()).name("parts").beginArray();
        message.parts().forEach(part -> PartFields.write(part, out));
        out.endArray().text("name", message.name()).extras(message.extras()).endObject();
    }

    static UnifiedMessage read(JsonCursor in) {
        Role role = null;
        List<ContentPart> parts = List.of();
        String name = null;
        Extras extras = Extras.NONE;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "role" -> role = Reading.word(in, ROLES);
                case "parts" -> parts = Reading.list(in, PartFields::read);
                case "name" -> name = in.string();
                case "x" -> extras = Reading.extras(in);
                default -> in.skip();
            }
        }
        return new UnifiedMessage(Reading.required(in, role, "role"), parts, name, extras);
    }
}
