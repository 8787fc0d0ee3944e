package dev.tenon.keras.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.RecordedFiles;
import dev.tenon.keras.calls.ConnectedModel;
import dev.tenon.keras.calls.RecordedModel;
import dev.tenon.keras.config.Json;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations that Keras' documentation describes by the same formula as a layer or a function. */
final class OperationLayersTest {
  private static final TensorType ROWS = new TensorType(DType.FLOAT32, Shape.of(2, 3, 4));

  /** TensorFlow takes their axis and indices as a list alone, and Keras either. */
  private static final Set<String> RESPELLED = Set.of("Flip", "Take");

  private static final Value X = Value.of("x", ROWS);
  private static final Value Y = Value.of("y", ROWS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Relu | {} | Activation[activation=relu]",
        "Exp | {} | Activation[activation=exponential]",
        "Gelu | {'approximate':false} | Activation[activation=gelu]",
        "Gelu | {'approximate':true} |",
        "Relu6 | {} | ReLU[maxValue=6.0, negativeSlope=0.0, threshold=0.0]",
        "LeakyRelu | {'negative_slope':0.25} | LeakyReLU[negativeSlope=0.25]",
        "LeakyRelu | {} | LeakyReLU[negativeSlope=0.2]",
        "Elu | {'alpha':0.5} | ELU[alpha=0.5]",
        "Negative | {} | Rescaling[scale=-1.0, offset=0.0]",
        "Transpose | {'axes':[0,2,1]} | Permute[dims=[2, 1]]",
        "Transpose | {'axes':[0,-1,1]} | Permute[dims=[2, 1]]",
        "Transpose | {'axes':[1,0,2]} |",
        "Transpose | {'axes':null} |",
        "Reshape | {'newshape':[2,4,3]} | Reshape[targetShape=[4, 3]]",
        "Sort | {'axis':-1} |",
      })
  void functionsOfOneTensor(String op, String config, @Nullable String layer)
      throws JsonProcessingException {
    OperationCall call = new OperationCall(op(op, config), List.of(new Arg.Ref(X)), Map.of());
    check(call, layer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Add | 2.0 | false | Rescaling[scale=1.0, offset=2.0]",
        "Subtract | 2.0 | false | Rescaling[scale=1.0, offset=-2.0]",
        "Subtract | 2.0 | true | Rescaling[scale=-1.0, offset=2.0]",
        "Multiply | 2.0 | true | Rescaling[scale=2.0, offset=0.0]",
        "Divide | 2.0 | false | Rescaling[scale=0.5, offset=0.0]",
        "TrueDivide | 0.0 | false |",
        "Divide | 2.0 | true |",
        "Maximum | 2.0 | false |",
      })
  void functionsOfATensorAndANumber(
      String op, double number, boolean first, @Nullable String layer) {
    List<Arg> args = new ArrayList<>(List.of(new Arg.Ref(X), new Arg.Const(number)));
    if (first) {
      args.add(args.remove(0));
    }
    check(new OperationCall(new KerasOp(op, Map.of()), args, Map.of()), layer);
  }

  @Test
  void functionsOfTwoTensors() throws JsonProcessingException {
    List<Arg> both = List.of(new Arg.Ref(X), new Arg.Ref(Y));
    OperationCall add = new OperationCall(new KerasOp("Add", Map.of()), both, Map.of());
    check(add, "Add[]");
    assertThat(Objects.requireNonNull(layer(add)).args()).isEqualTo(List.of(new Arg.Seq(both)));
    check(new OperationCall(new KerasOp("Divide", Map.of()), both, Map.of()), null);
    List<Arg> list = List.of(new Arg.Seq(both));
    check(
        new OperationCall(op("Concatenate", "{'axis':2}"), list, Map.of()), "Concatenate[axis=2]");
    check(new OperationCall(op("Concatenate", "{'axis':0}"), list, Map.of()), null);
    check(new OperationCall(op("Concatenate", "{'axis':-3}"), list, Map.of()), null);
  }

  /** A function of TensorFlow and Keras' operation are each other's translation. */
  @ParameterizedTest
  @CsvSource({"layers/opnodes", "layers/graph", "layers/merging", "layers/numpy"})
  void recordedOperationsComeBackFromTensorFlow(String folder) {
    List<String> different = new ArrayList<>();
    int same = 0;
    for (RecordedFiles.Recorded file : RecordedFiles.in(folder)) {
      for (ConnectedModel model : RecordedModel.of(file).models().values()) {
        for (LayerCall call : model.model().graph().calls()) {
          if (!(call.node().layer() instanceof KerasOp op)
              || file.dialect() != KerasDialect.KERAS_3) {
            continue;
          }
          OperationCall given = new OperationCall(op, call.args(), call.kwargs());
          OperationCall tensorflow = FunctionTranslation.toTensorFlow(given);
          OperationCall keras = tensorflow == null ? null : FunctionTranslation.toKeras(tensorflow);
          if (keras == null || RESPELLED.contains(keras.op().op())) {
            continue;
          }
          if (said(keras).equals(said(given))) {
            same++;
          } else {
            different.add(
                file + ": " + said(given) + " / " + said(tensorflow) + " / " + said(keras));
          }
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(same).isPositive();
  }

  /** Returns a call without what is None, the name of an operation without its module. */
  private static Map<String, Object> said(OperationCall call) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("op", call.op().op().substring(call.op().op().lastIndexOf('.') + 1));
    said.put("args", call.args());
    call.op().config().forEach((key, value) -> put(said, key, value));
    call.kwargs().forEach((key, arg) -> put(said, key, arg));
    return said;
  }

  private static void put(Map<String, Object> said, String key, @Nullable Object value) {
    if (value != null && !value.equals(new Arg.Const(null))) {
      said.put(key, value.toString());
    }
  }

  private static void check(OperationCall call, @Nullable String layer) {
    OperationCall found = layer(call);
    Layer<?> made = found == null ? null : found.layer();
    assertThat(made == null ? null : shown(made)).isEqualTo(layer);
  }

  private static String shown(Layer<?> layer) {
    return layer.toString().replaceAll("KerasObject\\[className=(\\w+), config=\\{}]", "$1");
  }

  private static @Nullable OperationCall layer(OperationCall call) {
    TensorType output = new TensorType(DType.FLOAT32, Shape.of(2, 3, 4));
    if (call.op().op().equals("Reshape")) {
      output = new TensorType(DType.FLOAT32, Shape.of(2, 4, 3));
    }
    return new OperationLayers(Value::type).of(call, output);
  }

  private static KerasOp op(String name, String config) throws JsonProcessingException {
    return new KerasOp(name, Json.plainMap(new ObjectMapper().readTree(config.replace('\'', '"'))));
  }
}
