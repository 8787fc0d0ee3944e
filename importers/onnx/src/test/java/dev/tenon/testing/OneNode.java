package dev.tenon.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A file of one node, {@code x0, x1, … -> y0, y1, …}, with the tensors that it is fed. */
public final class OneNode {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("net");
  private final NodeProto.Builder node = NodeProto.newBuilder().setName("node");
  private final Map<String, Tensor> fed = new LinkedHashMap<>();
  private final long opset;

  /** Creates a node of ONNX's own operators, or of ONNX Runtime's: {@code com.microsoft:QGemm}. */
  public OneNode(String opType, long opset) {
    this.opset = opset;
    int colon = opType.indexOf(':');
    node.setOpType(opType.substring(colon + 1)).setDomain(opType.substring(0, Math.max(0, colon)));
  }

  /** Adds operands that come with the run. */
  public OneNode fed(Tensor... operands) {
    for (Tensor operand : operands) {
      ValueInfoProto.Builder port = graph.addInputBuilder().setName(next());
      var type = port.getTypeBuilder().getTensorTypeBuilder();
      type.setElemType(OnnxFile.dataType(operand.dtype())).getShapeBuilder();
      for (long length : operand.shape()) {
        type.getShapeBuilder().addDimBuilder().setDimValue(length);
      }
      fed.put(port.getName(), operand);
      node.addInput(port.getName());
    }
    return this;
  }

  /** Adds operands that are initializers of the file. */
  public OneNode held(Tensor... operands) {
    for (Tensor operand : operands) {
      graph.addInitializer(OnnxFile.proto(next(), operand));
      node.addInput(next());
    }
    return this;
  }

  /** Sets an attribute: a Long, Float, String, Tensor, long[] or float[]. */
  public OneNode set(String name, Object value) {
    AttributeProto.Builder attribute = node.addAttributeBuilder().setName(name);
    if (value instanceof Long number) {
      attribute.setType(AttributeType.INT).setI(number);
    } else if (value instanceof Float number) {
      attribute.setType(AttributeType.FLOAT).setF(number);
    } else if (value instanceof String text) {
      attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else if (value instanceof Tensor tensor) {
      attribute.setType(AttributeType.TENSOR).setT(OnnxFile.proto("", tensor));
    } else if (value instanceof long[] numbers) {
      attribute.setType(AttributeType.INTS);
      for (long number : numbers) {
        attribute.addInts(number);
      }
    } else {
      attribute.setType(AttributeType.FLOATS);
      for (float number : (float[]) value) {
        attribute.addFloats(number);
      }
    }
    return this;
  }

  /** Sets a list of axes, lengths or the like. */
  public OneNode ints(String name, long... values) {
    return set(name, values);
  }

  /** Says the element types of the results. */
  public OneNode gives(DType... types) {
    for (DType type : types) {
      ValueInfoProto.Builder port = graph.addOutputBuilder().setName("y" + node.getOutputCount());
      port.getTypeBuilder().getTensorTypeBuilder().setElemType(OnnxFile.dataType(type));
      node.addOutput(port.getName());
    }
    return this;
  }

  private String next() {
    return "x" + node.getInputCount();
  }

  /** Returns the file. */
  public byte[] bytes() {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    model.addOpsetImportBuilder().setVersion(opset);
    if (!node.getDomain().isEmpty()) {
      model.addOpsetImportBuilder().setDomain(node.getDomain()).setVersion(1);
    }
    return model.setGraph(graph.clone().addNode(node)).build().toByteArray();
  }

  /** Returns what comes with the run, by name. */
  public Map<String, Tensor> feeds() {
    return fed;
  }

  @Override
  public String toString() {
    return node.getOpType() + " of opset " + opset;
  }

  /** Returns numbers drawn from a normal distribution, the same in every run. */
  public static Tensor drawn(long... shape) {
    Random random = new Random(shape.length);
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, new long[] {size}).reshape(shape);
  }

  /** Returns whole numbers from one to another, over and over. */
  public static Tensor counted(DType type, int from, int to, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    Tensor.Writer writer = new Tensor.Writer(type, size);
    for (int i = 0; i < size; i++) {
      // Steps without a common divisor with the range, so that rows differ.
      writer.set(i, (long) from + i * 7 % (to - from + 1));
    }
    return writer.build(new long[] {size}).reshape(shape);
  }

  /** Returns a vector of whole numbers. */
  public static Tensor longs(long... values) {
    return Tensor.of(values, new long[] {values.length});
  }
}
