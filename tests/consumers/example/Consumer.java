package example;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.config.CustomObjects;
import dev.tenon.engine.Engine;
import dev.tenon.initializers.Initializer;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.DenseSpec;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Trains a model with a layer and an initializer of its own, saves it and runs the files. */
public final class Consumer {
  private Consumer() {}

  public record Shift(double by) implements Layer<Shift.None> {
    public record None() {}

    @Override
    public None build(Build build, List<Shape> inputs) {
      return new None();
    }

    @Override
    public List<Value> call(None weights, Call call, List<Value> inputs) {
      return List.of(call.ops().add(inputs.get(0), by));
    }
  }

  public record Everywhere(double value) implements Initializer {
    @Override
    public Tensor values(long[] shape, DType dtype, long seed) {
      long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      float[] values = new float[(int) count];
      Arrays.fill(values, (float) value);
      return Tensor.of(values, shape);
    }
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(
        Consumer.class.getModule().isNamed() ? "on the module path" : "on the class path");
    CustomObjects.register("example", new Shift(0));
    CustomObjects.register("example", Everywhere.class);
    Path folder = Path.of(arguments[0]);
    DenseSpec hidden = dense(8).activation("relu").kernelInitializer(new Everywhere(0.1));
    Tensor x = Tensor.random(1, 32, 4);
    Tensor y = x.mean(1, true);
    Path keras = folder.resolve("model.keras");
    Path onnx = folder.resolve("model.onnx");
    try (Model model = sequential(input(4), hidden, layer(new Shift(0.5)), dense(1))) {
      model.compile(adam(1e-2), "mse");
      List<Double> loss = model.fit(x, y, fit().epochs(20).verbose(0)).history().get("loss");
      System.out.println("trained: " + (loss.get(19) < loss.get(0)));
      Tensor expected = model.predict(x);
      model.save(keras.toString());
      model.save(onnx.toString());
      for (Path file : List.of(keras, onnx)) {
        try (Model again = Model.load(file)) {
          for (Engine engine : Engine.values()) {
            Tensor apart = again.on(engine).predict(x).subtract(expected).abs().max();
            System.out.println(
                file.getFileName() + " on " + engine + ": " + (apart.getDouble(0) < 1e-5));
          }
        }
      }
    }
    System.out.println("files: " + (Files.size(keras) > 0 && Files.size(onnx) > 0));
  }
}
