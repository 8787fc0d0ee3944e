package dev.tenon.hostile;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small models of one operator with damaged attributes, operands, types and lengths: loaded, run on
 * both engines, and written again.
 */
final class OperatorMutants implements MutantKind {
  private final Setting setting;
  private final Map<String, List<OperatorFiles.Sample>> samples;
  private final List<String> operators;
  private final OperatorDamage.Pool pool;
  private final OperatorRuns runs;

  OperatorMutants(Setting setting) throws IOException {
    this.setting = setting;
    this.samples = OperatorFiles.read(setting.root());
    String only = System.getProperty("tenon.operator");
    this.operators = only == null ? List.copyOf(samples.keySet()) : List.of(only.split(","));
    this.pool = OperatorDamage.Pool.of(samples.values());
    this.runs = new OperatorRuns(setting.work().resolve("mutant.onnx"));
  }

  /** A damaged model and what it is fed. */
  record Mutant(
      OperatorFiles.Sample sample, ModelProto model, Map<String, Tensor> feeds, String how) {}

  Mutant mutant(int number) {
    Random random = setting.random(number);
    List<OperatorFiles.Sample> known =
        samples.get(operators.get(Math.floorMod(number, operators.size())));
    OperatorFiles.Sample sample = known.get(random.nextInt(known.size()));
    OperatorDamage damage = new OperatorDamage(sample, pool, random);
    return damage.apply();
  }

  @Override
  public void warmUp() throws IOException {
    OperatorFiles.Sample sample = samples.get("Add").get(0);
    Mutant good = new OperatorDamage(sample, pool, new Random(0)).unharmed();
    runs.warmUp(new OperatorRuns.Fed(good.model, good.feeds));
  }

  @Override
  public String describe(int number) {
    Mutant mutant = mutant(number);
    String text = mutant.model.toString();
    return "made of "
        + mutant.sample.name()
        + ": "
        + mutant.how
        + "\n"
        + text.substring(0, Math.min(text.length(), 6000)).replaceAll("\\s+", " ")
        + "\nfed "
        + feeds(mutant.feeds);
  }

  private static String feeds(Map<String, Tensor> feeds) {
    List<String> texts = new ArrayList<>();
    feeds.forEach(
        (name, tensor) -> {
          String values =
              tensor.size() > 12 || tensor.dtype() == DType.STRING
                  ? "…"
                  : java.util.Arrays.toString(tensor.toDoubleArray());
          texts.add(name + " " + tensor.dtype() + tensor.shapeString() + " " + values);
        });
    return String.join("; ", texts);
  }

  @Override
  public String take(int number) throws IOException {
    Mutant mutant = mutant(number);
    return runs.run(new OperatorRuns.Fed(mutant.model, mutant.feeds));
  }
}
