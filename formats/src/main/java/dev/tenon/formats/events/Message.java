package dev.tenon.formats.events;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A protobuf message that grows field by field, in the order in which its methods are called. */
final class Message {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  @FunctionalInterface
  private interface Field {
    void write() throws IOException;
  }

  private Message put(Field field) {
    try {
      field.write();
    } catch (IOException e) {
      // An array in memory takes everything.
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Message number(int field, long value) {
    return put(() -> out.writeInt64(field, value));
  }

  Message real(int field, double value) {
    return put(() -> out.writeDouble(field, value));
  }

  Message bytes(int field, byte[] value) {
    return put(() -> out.writeByteArray(field, value));
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message message(int field, Message value) {
    return bytes(field, value.toBytes());
  }

  byte[] toBytes() {
    put(out::flush);
    return bytes.toByteArray();
  }
}
