package dev.tenon.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Edits the fields of an ONNX file: numbers, lengths, names, values elsewhere, depth. */
final class OnnxDamage implements Mutator {
  private static final String[] TEXTS = {
    "", "../secret", "/etc/passwd", "model.onnx", "C:\\x", "a\\..\\..\\b", "ai.onnx.ml", "If",
    "Loop", "Scan", "Conv", "Reshape", "Identity", "no_such_op", "com.microsoft", "-1",
    "99999999999999999999", "x\u0000y"
  };
  private static final int TENSOR_EXTERNAL = 13;
  private static final int TENSOR_LOCATION = 14;

  @Override
  public byte[] mutate(byte[] good, Random random) {
    Wire model = Wire.read("Model", good);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      List<Wire> all = new ArrayList<>(model.all());
      all.removeIf(wire -> wire.fields.isEmpty());
      Wire wire = all.get(random.nextInt(all.size()));
      change(model, wire, random);
    }
    return model.toByteArray();
  }

  private static void change(Wire model, Wire wire, Random random) {
    int index = random.nextInt(wire.fields.size());
    Wire.Field field = wire.fields.get(index);
    int choice = random.nextInt(14);
    switch (choice) {
      case 8 -> tensor(model, random);
      case 11 -> dive(model, random);
      default -> WireDamage.change(model, wire, field, choice, TEXTS, random);
    }
  }

  /** Makes a tensor's shape, type or place of values lie. */
  private static void tensor(Wire model, Random random) {
    List<Wire> tensors = model.all().stream().filter(w -> w.kind.equals("Tensor")).toList();
    if (tensors.isEmpty()) {
      return;
    }
    Wire tensor = tensors.get(random.nextInt(tensors.size()));
    switch (random.nextInt(3)) {
      case 0 -> tensor.varint(1, Mutator.wild(random));
      case 1 -> tensor.varint(2, random.nextInt(30));
      default -> {
        String place = TEXTS[random.nextInt(TEXTS.length)];
        tensor.varint(TENSOR_LOCATION, 1);
        tensor.message(TENSOR_EXTERNAL, new Wire("Entry").text(1, "location").text(2, place));
        tensor.message(
            TENSOR_EXTERNAL,
            new Wire("Entry")
                .text(1, random.nextBoolean() ? "offset" : "length")
                .text(2, String.valueOf(Mutator.wild(random))));
        tensor.fields.removeIf(field -> field.number == 9);
      }
    }
  }

  /** Puts the graph into attributes of nodes of itself, many times. */
  private static void dive(Wire model, Random random) {
    int depth = 1 + random.nextInt(120);
    Wire body = new Wire("Graph");
    for (int i = 0; i < depth; i++) {
      Wire attribute = new Wire("Attribute").text(1, "body").message(6, body).varint(20, 5);
      Wire node = new Wire("Node").text(4, "If").text(2, "d" + i).message(5, attribute);
      body = new Wire("Graph").message(1, node).text(2, "g");
    }
    for (Wire.Field field : model.fields) {
      if (field.message != null && field.message.kind.equals("Graph")) {
        field.message.fields.addAll(body.fields);
      }
    }
  }
}
