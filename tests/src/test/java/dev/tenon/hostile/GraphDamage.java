package dev.tenon.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Edits the fields of a TensorFlow graph, alone or in a SavedModel. */
final class GraphDamage implements Mutator {
  private static final String[] TEXTS = {
    "",
    "../secret",
    "/etc/passwd",
    "^x",
    "x:99",
    "T",
    "dtype",
    "ReadFile",
    "WriteFile",
    "PyFunc",
    "Save",
    "MatMul",
    "Conv2D",
    "Reshape",
    "StridedSlice",
    "ConcatV2",
    "Transpose",
    "GatherV2",
    "While",
    "PartitionedCall",
    "TensorListReserve",
    "Fill",
    "Range",
    "Tile",
    "Pad",
    "NoOp",
    "Const",
    "VarHandleOp",
    "no_such_op",
    "99999999999999999999",
    "x\u0000y"
  };

  private final String root;

  /**
   * Creates the damage.
   *
   * @param root the message that a file is: SavedModel or GraphDef
   */
  GraphDamage(String root) {
    this.root = root;
  }

  @Override
  public byte[] mutate(byte[] good, Random random) {
    Wire model = Wire.read(root, good);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      List<Wire> all = new ArrayList<>(model.all());
      all.removeIf(wire -> wire.fields.isEmpty());
      Wire wire = all.get(random.nextInt(all.size()));
      Wire.Field field = wire.fields.get(random.nextInt(wire.fields.size()));
      int choice = random.nextInt(12);
      if (choice == 8) {
        tensor(model, random);
      } else {
        WireDamage.change(model, wire, field, choice, TEXTS, random);
      }
    }
    return model.toByteArray();
  }

  /** Makes a constant's shape, type or content lie. */
  private static void tensor(Wire model, Random random) {
    List<Wire> tensors = model.all().stream().filter(w -> w.kind.equals("TensorProto")).toList();
    if (tensors.isEmpty()) {
      return;
    }
    Wire tensor = tensors.get(random.nextInt(tensors.size()));
    switch (random.nextInt(3)) {
      case 0 -> tensor.varint(1, random.nextInt(30));
      case 1 -> {
        Wire length = new Wire("Length").varint(1, Mutator.wild(random));
        tensor.message(2, new Wire("Lengths").message(2, length));
      }
      default -> {
        byte[] content = new byte[random.nextInt(64)];
        random.nextBytes(content);
        tensor.bytes(4, content);
      }
    }
  }
}
