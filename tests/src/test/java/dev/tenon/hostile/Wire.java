package dev.tenon.hostile;

import static java.util.Map.entry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A protobuf message as the fields of its bytes, which need not make sense when written again. */
final class Wire {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  /** Which fields of ONNX's and TensorFlow's messages are messages: message, field, inside. */
  private static final Map<String, Map<Integer, String>> SCHEMA =
      Map.ofEntries(
          entry("Model", Map.of(7, "Graph", 8, "Opset", 14, "Entry", 25, "Function")),
          entry(
              "Graph",
              Map.of(
                  1,
                  "Node",
                  5,
                  "Tensor",
                  11,
                  "ValueInfo",
                  12,
                  "ValueInfo",
                  13,
                  "ValueInfo",
                  15,
                  "SparseTensor")),
          entry("Node", Map.of(5, "Attribute")),
          entry("Attribute", Map.of(5, "Tensor", 6, "Graph", 10, "Tensor", 11, "Graph")),
          entry("Tensor", Map.of(13, "Entry")),
          entry("ValueInfo", Map.of(2, "Type")),
          entry("Type", Map.of(1, "TensorType")),
          entry("TensorType", Map.of(2, "Shape")),
          entry("Shape", Map.of(1, "Dimension")),
          entry("SavedModel", Map.of(2, "MetaGraph")),
          entry("MetaGraph", Map.of(1, "Info", 2, "GraphDef", 3, "Saver", 5, "SignatureEntry")),
          entry("GraphDef", Map.of(1, "NodeDef", 2, "Library")),
          entry("Library", Map.of(1, "FunctionDef")),
          entry("FunctionDef", Map.of(1, "OpDef", 3, "NodeDef")),
          entry("OpDef", Map.of(2, "Argument", 3, "Argument")),
          entry("NodeDef", Map.of(5, "NamedValue")),
          entry("NamedValue", Map.of(2, "AttrValue")),
          entry("AttrValue", Map.of(1, "List", 7, "Lengths", 8, "TensorProto", 10, "Call")),
          entry("TensorProto", Map.of(2, "Lengths")),
          entry("Lengths", Map.of(2, "Length")),
          entry("SignatureEntry", Map.of(2, "Signature")),
          entry("Signature", Map.of(1, "InfoEntry", 2, "InfoEntry")),
          entry("InfoEntry", Map.of(2, "TensorInfo")),
          entry("TensorInfo", Map.of(3, "Lengths")));

  /** One field. */
  static final class Field {
    int number;
    int type;
    long value;
    byte[] bytes = {};
    @Nullable Wire message;

    /** What the field says its length is; negative for the truth. */
    long length = -1;

    Field copy() {
      Field copy = new Field();
      copy.number = number;
      copy.type = type;
      copy.value = value;
      copy.bytes = bytes.clone();
      copy.message = message == null ? null : message.copy();
      copy.length = length;
      return copy;
    }
  }

  final String kind;
  final List<Field> fields = new ArrayList<>();

  Wire(String kind) {
    this.kind = kind;
  }

  Wire copy() {
    Wire copy = new Wire(kind);
    fields.forEach(field -> copy.fields.add(field.copy()));
    return copy;
  }

  /** Reads a good message. */
  static Wire read(String kind, byte[] bytes) {
    Wire wire = new Wire(kind);
    Map<Integer, String> inner = SCHEMA.getOrDefault(kind, Map.of());
    int[] at = {0};
    while (at[0] < bytes.length) {
      long tag = varint(bytes, at);
      Field field = new Field();
      field.number = (int) (tag >>> 3);
      field.type = (int) (tag & 7);
      switch (field.type) {
        case VARINT -> field.value = varint(bytes, at);
        case FIXED64 -> field.value = fixed(bytes, at, 8);
        case FIXED32 -> field.value = fixed(bytes, at, 4);
        case BYTES -> {
          int length = (int) varint(bytes, at);
          field.bytes = Arrays.copyOfRange(bytes, at[0], at[0] + length);
          at[0] += length;
          String message = inner.get(field.number);
          field.message = message == null ? null : read(message, field.bytes);
        }
        default -> throw new IllegalArgumentException("wire type " + field.type);
      }
      wire.fields.add(field);
    }
    return wire;
  }

  /** Returns this message and all inside it. */
  List<Wire> all() {
    List<Wire> all = new ArrayList<>();
    collect(all);
    return all;
  }

  private void collect(List<Wire> all) {
    all.add(this);
    for (Field field : fields) {
      if (field.message != null) {
        field.message.collect(all);
      }
    }
  }

  Wire varint(int number, long value) {
    Field field = new Field();
    field.number = number;
    field.value = value;
    fields.add(field);
    return this;
  }

  Wire bytes(int number, byte[] bytes) {
    Field field = new Field();
    field.number = number;
    field.type = BYTES;
    field.bytes = bytes;
    fields.add(field);
    return this;
  }

  Wire text(int number, String text) {
    return bytes(number, text.getBytes(StandardCharsets.UTF_8));
  }

  Wire message(int number, Wire inner) {
    Field field = new Field();
    field.number = number;
    field.type = BYTES;
    field.message = inner;
    fields.add(field);
    return this;
  }

  byte[] toByteArray() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      varint(out, ((long) field.number << 3) | (field.type & 7));
      switch (field.type) {
        case VARINT -> varint(out, field.value);
        case FIXED64 -> fixed(out, field.value, 8);
        case FIXED32 -> fixed(out, field.value, 4);
        default -> {
          byte[] content = field.message == null ? field.bytes : field.message.toByteArray();
          varint(out, field.length < 0 ? content.length : field.length);
          out.writeBytes(content);
        }
      }
    }
    return out.toByteArray();
  }

  private static long varint(byte[] bytes, int[] at) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at[0]++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long fixed(byte[] bytes, int[] at, int width) {
    long value = Hdf5Map.number(bytes, at[0], width);
    at[0] += width;
    return value;
  }

  private static void fixed(ByteArrayOutputStream out, long value, int width) {
    for (int i = 0; i < width; i++) {
      out.write((int) (value >> (8 * i)));
    }
  }
}
