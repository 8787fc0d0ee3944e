package dev.tenon.hostile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages the attributes of a node. */
final class AttributeDamage {
  private static final String[] TEXTS = {
    "",
    "NOTSET",
    "VALID",
    "SAME_UPPER",
    "SAME_LOWER",
    "none",
    "add",
    "mul",
    "linear",
    "cubic",
    "nearest",
    "bidirectional",
    "reverse",
    "forward",
    "Tanh",
    "Relu",
    "no such word",
    "ij,jk->ik",
    "...,->",
    "i->",
    "reflect",
    "edge",
    "wrap",
    "constant",
    "x\u0000y"
  };

  private final OperatorDamage.Pool pool;
  private final Random random;
  private final TensorDamage tensors;
  private final List<String> how;

  /**
   * Creates the damage of one model.
   *
   * @param how takes what was done, for a report
   */
  AttributeDamage(OperatorDamage.Pool pool, Random random, TensorDamage tensors, List<String> how) {
    this.pool = pool;
    this.random = random;
    this.tensors = tensors;
    this.how = how;
  }

  /** Changes, removes or adds an attribute. */
  void change(NodeProto.Builder node) {
    if (node.getAttributeCount() == 0) {
      borrow(node);
      return;
    }
    int index = random.nextInt(node.getAttributeCount());
    AttributeProto.Builder attribute = node.getAttributeBuilder(index);
    if (random.nextInt(8) == 0) {
      how.add("without " + attribute.getName());
      node.removeAttribute(index);
      return;
    }
    damage(attribute);
  }

  /** Adds an attribute that another model gives the operator, damaged or not. */
  void borrow(NodeProto.Builder node) {
    List<AttributeProto> known = pool.attributes().getOrDefault(node.getOpType(), List.of());
    if (known.isEmpty()) {
      return;
    }
    AttributeProto other = known.get(random.nextInt(known.size()));
    if (node.getAttributeList().stream().anyMatch(a -> a.getName().equals(other.getName()))) {
      return;
    }
    how.add("with " + other.getName());
    AttributeProto.Builder added = node.addAttributeBuilder().mergeFrom(other);
    if (random.nextInt(3) > 0) {
      damage(added);
    }
  }

  private void damage(AttributeProto.Builder attribute) {
    String name = attribute.getName();
    if (random.nextInt(10) == 0) {
      attribute.clear().setName(name);
      switch (random.nextInt(4)) {
        case 0 -> attribute.setType(AttributeProto.AttributeType.INT).setI(tensors.wild());
        case 1 -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(tensors.number());
        case 2 -> attribute.setType(AttributeProto.AttributeType.INTS).addInts(tensors.wild());
        default -> attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.EMPTY);
      }
      how.add(name + " of another type");
      return;
    }
    switch (attribute.getType()) {
      case INT -> {
        attribute.setI(tensors.wild());
        how.add(name + " = " + attribute.getI());
      }
      case FLOAT -> {
        attribute.setF(tensors.number());
        how.add(name + " = " + attribute.getF());
      }
      case STRING -> {
        attribute.setS(ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]));
        how.add(name + " = '" + attribute.getS().toStringUtf8() + "'");
      }
      case INTS -> {
        int choice = random.nextInt(5);
        int count = attribute.getIntsCount();
        if (choice == 0 || count == 0) {
          attribute.addInts(tensors.wild());
        } else if (choice == 1) {
          List<Long> fewer = new ArrayList<>(attribute.getIntsList()).subList(0, count - 1);
          attribute.clearInts().addAllInts(fewer);
        } else {
          attribute.setInts(random.nextInt(count), tensors.wild());
        }
        how.add(name + " = " + attribute.getIntsList());
      }
      case FLOATS -> {
        if (attribute.getFloatsCount() == 0 || random.nextInt(3) == 0) {
          attribute.addFloats(tensors.number());
        } else {
          attribute.setFloats(random.nextInt(attribute.getFloatsCount()), tensors.number());
        }
        how.add(name + " with another number");
      }
      case STRINGS -> {
        attribute.addStrings(ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]));
        how.add(name + " longer");
      }
      case TENSOR -> tensor(attribute);
      default -> how.add(name + " as it was");
    }
  }

  private void tensor(AttributeProto.Builder attribute) {
    try {
      Tensor now = OnnxFile.tensor(attribute.getT(), null);
      Tensor changed = random.nextBoolean() ? tensors.resized(now) : tensors.revalued(now);
      attribute.setT(OnnxFile.proto(attribute.getT().getName(), changed));
      how.add(attribute.getName() + " is " + changed.dtype() + changed.shapeString());
    } catch (MalformedModelException | UnsupportedModelException e) {
      how.add("nothing");
    }
  }
}
