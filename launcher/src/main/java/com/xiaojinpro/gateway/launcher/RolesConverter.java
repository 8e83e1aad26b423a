package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.Roles;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --roles}; picocli makes one itself. */
final class RolesConverter implements ITypeConverter<Roles> {
    @Override
    public Roles convert(String text) {
        try {
            return Roles.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
