package io.siphon.console.alert;

import io.siphon.schema.Alert;

import javax.annotation.Nullable;

import java.util.UUID;

/**
 * A row of {@code alerts}.
 *
 * @param id by which people name it
 * @param uid by which it is known to the job and to receivers
 * @param ack the latest; null when nobody takes care of it
 */
public record StoredAlert(long id, UUID uid, Alert alert, @Nullable Ack ack) {

    StoredAlert with(@Nullable Ack latest) {
        return new StoredAlert(id, uid, alert, latest);
    }
}
