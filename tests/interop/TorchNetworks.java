import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.pass.layout.LayoutPass;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.Losses;
import dev.tenon.losses.Reduction;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does with exported networks what torch_networks.py says: {@code java -cp … TorchNetworks.java
 * FOLDER}.
 *
 * <p>For each line of FOLDER/networks.jsonl, NAME.EXPORTER.onnx is loaded, predicts on both
 * engines, is written as a new file and learns on NAME.npz; NAME.EXPORTER.tenon.npz has the
 * outputs, the losses and how many Transposes TensorFlow's layout added.
 */
public final class TorchNetworks {
  private TorchNetworks() {}

  /** PyTorch's cross_entropy of logits, whose classes are on the last axis or on axis 1. */
  record CrossEntropy(boolean first) implements Loss {
    @Override
    public String name() {
      return "cross_entropy";
    }

    @Override
    public Reduction reduction() {
      return Reduction.SUM_OVER_BATCH_SIZE;
    }

    @Override
    public Value each(LossCall call, Value target, Value prediction) {
      Value last = first ? call.ops().transpose(prediction, 0, 2, 3, 1) : prediction;
      return Losses.sparseCategoricalCrossentropy().fromLogits(true).each(call, target, last);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    for (String line : Files.readAllLines(folder.resolve("networks.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      String name = row.get("name").asText() + "." + row.get("exporter").asText();
      try {
        run(folder, row, name);
      } catch (RuntimeException e) {
        // One bad network must not hide the others: its results are missing.
        System.err.println(name + ": " + e);
        e.printStackTrace();
      }
    }
  }

  private static void run(Path folder, JsonNode row, String name) throws Exception {
    Map<String, Tensor> recorded;
    try (Source source = Source.of(folder.resolve(row.get("name").asText() + ".npz"))) {
      recorded = Npz.read(source);
    }
    Tensor x = recorded.get("in:x");
    Path file = folder.resolve(name + ".onnx");
    Map<String, Tensor> results = new LinkedHashMap<>();
    results.put("layout", Tensor.of(new long[] {layoutTransposes(file)}, 1));
    try (Model model = Model.load(file)) {
      results.put("tensorflow", model.on("tensorflow").predict(x));
      results.put("onnxruntime", model.on("onnxruntime").predict(x));
      model.save(folder.resolve(name + ".written.onnx"), OnnxOptions.DEFAULTS);
      boolean first = row.get("classes_axis").asInt() == 1;
      model.compile(Optimizers.sgd(row.get("rate").asDouble()), new CrossEntropy(first));
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < row.get("steps").asInt(); step++) {
        losses.add(model.trainOnBatch(x, recorded.get("classes")).loss());
      }
      double[] values = losses.stream().mapToDouble(Double::doubleValue).toArray();
      results.put("losses", Tensor.of(values, values.length));
      model.save(folder.resolve(name + ".tuned.onnx"));
      results.put("tuned", model.on("tensorflow").predict(x));
    }
    Npz.write(folder.resolve(name + ".tenon.npz"), results);
  }

  private static long layoutTransposes(Path file) throws Exception {
    OnnxGraph onnx = OnnxImporter.read(file);
    Graph graph = ConstantFolding.apply(Parameters.freeze(onnx.graph(), onnx.store()));
    return transposes(LayoutPass.apply(graph, true)) - transposes(graph);
  }

  private static long transposes(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.operator() instanceof Movement.Transpose)
        .count();
  }
}
