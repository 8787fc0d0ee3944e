package dev.tenon.runtime.tensorflow.saving;

import com.google.protobuf.ByteString;
import dev.tenon.internal.text.PlainText;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.runtime.tensorflow.graph.SortedMaps;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.saved.SavedModelReader;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TString;

/**
 * Writes a graph as a SavedModel, in the form of TensorFlow 1, which every loader takes: a graph
 * with variables, an operation that restores them, and a signature.
 */
public final class SavedModelWriter {
  private static final String PREDICT = "tensorflow/serving/predict";

  private final ServedGraph served;
  private final Tf tf;
  private final Map<String, Variables.Variable> variables;

  private SavedModelWriter(ServedGraph served) {
    this.served = served;
    this.tf = served.model().tf();
    this.variables = served.variables();
  }

  public static void write(Graph graph, ParameterStore parameters, Path folder) throws IOException {
    try (ServedGraph served = ServedGraph.of(graph, parameters, false)) {
      new SavedModelWriter(served).write(folder);
    }
  }

  private void write(Path folder) throws IOException {
    Files.createDirectory(folder.resolve("variables"));
    List<String> roots = new ArrayList<>();
    served.inputs().values().forEach(input -> roots.add(input.op().name()));
    served.outputs().values().forEach(output -> roots.add(output.op().name()));
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    if (!variables.isEmpty()) {
      meta.setSaverDef(saver(folder.resolve("variables").resolve("variables"), roots));
      meta.putCollectionDef("variables", collection());
      meta.putCollectionDef("trainable_variables", collection());
    }
    GraphDef graph = SortedMaps.of(served.toGraphDef(roots));
    meta.setGraphDef(graph).putSignatureDef("serving_default", signature());
    meta.getMetaInfoDefBuilder()
        .setMetaGraphVersion(SavedModelReader.ORDERED)
        .addTags("serve")
        .setTensorflowVersion(TensorFlow.version());
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    try (OutputStream out = Files.newOutputStream(folder.resolve("saved_model.pb"))) {
      model.writeTo(out);
    }
  }

  private SignatureDef signature() {
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(PREDICT);
    served.inputs().forEach((name, input) -> signature.putInputs(name, info(input)));
    served.outputs().forEach((name, output) -> signature.putOutputs(name, info(output)));
    return signature.build();
  }

  private TensorInfo info(Output<?> output) {
    Shape shape = output.shape();
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    if (shape.isUnknown()) {
      proto.setUnknownRank(true);
    } else {
      for (long length : shape.asArray()) {
        proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(length));
      }
    }
    return TensorInfo.newBuilder()
        .setName(served.fileName(output))
        .setDtype(output.dataType())
        .setTensorShape(proto)
        .build();
  }

  /** Adds the operations that save and restore, runs the first, and says how they are called. */
  private SaverDef saver(Path prefix, List<String> roots) throws IOException {
    String outer = tf.scope("save");
    Output<?> standard = tf.constant(Tensor.ofStrings(new String[] {"model"}, 1).reshape());
    Output<?> file =
        tf.op("PlaceholderWithDefault").in(standard).attr("shape", Shape.scalar()).out();
    String[] names = variables.keySet().toArray(String[]::new);
    String[] slices = new String[names.length];
    Arrays.fill(slices, "");
    Output<?> keys = tf.constant(Tensor.ofStrings(names, names.length));
    Output<?> whole = tf.constant(Tensor.ofStrings(slices, names.length));
    List<Output<?>> values = new ArrayList<>();
    variables.values().forEach(variable -> values.add(variable.read()));
    Operation save = tf.op("SaveV2").in(file, keys, whole).list(values).build();
    Output<?> saved = tf.op("Identity").in(file).after(List.of(save)).out();
    DataType[] types = values.stream().map(Output::dataType).toArray(DataType[]::new);
    List<Output<?>> read =
        tf.op("RestoreV2").in(file, keys, whole).attr("dtypes", types).outs(types.length);
    List<Operation> assigned = new ArrayList<>();
    int next = 0;
    for (Variables.Variable variable : variables.values()) {
      assigned.add(variable.assign(tf, read.get(next++)).build());
    }
    Operation restore = tf.op("NoOp").after(assigned).build();
    tf.scope(outer);
    try (TString path = TString.scalarOf(prefix.toString())) {
      served.model().session().runner().feed(file, path).addTarget(save).run().close();
    } catch (TensorFlowException e) {
      String reason = PlainText.oneLine(String.valueOf(e.getMessage()));
      throw new IOException(prefix + ": the variables cannot be written: " + reason, e);
    }
    roots.add(restore.name());
    roots.add(saved.op().name());
    return SaverDef.newBuilder()
        .setFilenameTensorName(served.fileName(file))
        .setSaveTensorName(served.fileName(saved))
        .setRestoreOpName(restore.name())
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }

  /** Describes the variables as Python's TensorFlow 1 does, so that a loader lists them. */
  private CollectionDef collection() {
    CollectionDef.Builder collection = CollectionDef.newBuilder();
    for (Variables.Variable variable : variables.values()) {
      String handle = served.fileName(variable.handle());
      VariableDef definition =
          VariableDef.newBuilder()
              .setVariableName(handle)
              .setSnapshotName(served.fileName(variable.read()))
              .setInitializerName("save/NoOp")
              .setIsResource(true)
              .setTrainable(variable.dtype().isFloating())
              .build();
      collection.getBytesListBuilder().addValue(ByteString.copyFrom(definition.toByteArray()));
    }
    return collection.build();
  }
}
