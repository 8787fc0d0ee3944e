package dev.tenon.cli.command;

import dev.tenon.cli.output.Output;
import dev.tenon.cli.sample.Sample;
import dev.tenon.cli.sample.Samples;
import dev.tenon.internal.text.Names;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one of the sample programs, or lists them. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = "Run a sample program; without a name, list them.",
    footer = {"  tenon sample", "  tenon sample mnist-cnn --quick"})
final class SampleCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The sample; its source is in samples/src/main/java/dev/tenon/samples.")
  private @Nullable String name;

  @Option(names = "--quick", description = "Only a few steps, to see that it works.")
  private boolean quick;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Sample> samples =
        ServiceLoader.load(Samples.class).stream()
            .flatMap(found -> found.get().all().stream())
            .toList();
    Output out = Output.of(spec);
    if (name == null) {
      int width = samples.stream().mapToInt(sample -> sample.name().length()).max().orElse(0);
      for (Sample sample : samples) {
        out.line(String.format("%-" + (width + 2) + "s%s", sample.name(), sample.description()));
      }
      return 0;
    }
    if (quick) {
      System.setProperty("tenon.sample.quick", "true");
    }
    find(samples, name).program().run(new String[0]);
    return 0;
  }

  private static Sample find(List<Sample> samples, String name) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Names.unknown("sample", name, samples.stream().map(Sample::name).toList())));
  }
}
