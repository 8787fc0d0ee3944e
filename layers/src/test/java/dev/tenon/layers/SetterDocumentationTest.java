package dev.tenon.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Javadoc that the processor writes for the setters of layers. */
class SetterDocumentationTest {
  private static final Path GENERATED =
      Path.of("target/generated-sources/annotations/dev/tenon/layers");
  private static final Pattern SETTER =
      Pattern.compile(
          "/\\*\\*\\s*\\* ((?:(?!\\*/).)*?)\\s*\\*/\\s*public (\\w+Spec) (\\w+)\\(([^)]*)\\)",
          Pattern.DOTALL);

  record Setter(String layer, String name, String parameter, String text) {}

  private static List<Setter> setters() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(GENERATED)) {
      files = all.filter(file -> file.toString().endsWith("Spec.java")).sorted().toList();
    }
    List<Setter> setters = new ArrayList<>();
    for (Path file : files) {
      Matcher found = SETTER.matcher(Files.readString(file));
      while (found.find()) {
        setters.add(
            new Setter(
                found.group(2),
                found.group(3),
                found.group(4),
                found.group(1).replaceAll("\\s*\\n\\s*\\* *", " ")));
      }
    }
    return setters;
  }

  private static String text(String layer, String name, String parameter) throws IOException {
    return setters().stream()
        .filter(setter -> setter.layer().equals(layer) && setter.name().equals(name))
        .filter(setter -> setter.parameter().startsWith(parameter + " "))
        .map(Setter::text)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everySetterHasASentenceBeyondItsName() throws IOException {
    List<Setter> setters = setters();

    assertThat(setters.size()).isGreaterThan(1400);
    assertThat(setters)
        .allSatisfy(
            setter -> {
              String key = setter.name().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
              assertThat(setter.text()).startsWith("Sets {@code " + key + "}: ").endsWith(".");
              assertThat(setter.text().split(" ")).hasSizeGreaterThan(5);
            });
  }

  @Test
  void textsComeFromTheTableOrTheRecordWithTheirDefaults() throws IOException {
    assertThat(text("DenseSpec", "useBias", "boolean"))
        .isEqualTo(
            "Sets {@code use_bias}: whether the layer adds a learned bias. Default: {@code true}.");
    assertThat(text("DenseSpec", "kernelInitializer", "String"))
        .contains("{@code he_normal}")
        .endsWith("Default: {@code glorot_uniform}.");
    assertThat(text("MaxPooling2DSpec", "poolSize", "long..."))
        .contains("One number holds for all axes.");
    assertThat(text("ReLUSpec", "maxValue", "double"))
        .startsWith("Sets {@code max_value}: the upper bound of the output.")
        .endsWith("Default: none.");
    assertThat(text("DenseSpec", "units", "long")).doesNotContain("Default");
  }

  @Test
  void optionsHaveTheDefaultsOfTheirConstant() throws IOException {
    assertThat(defaults("initializers/RandomUniform"))
        .containsEntry("minval", "{@code -0.05}")
        .containsEntry("maxval", "{@code 0.05}")
        .containsEntry("seed", "none");
    assertThat(defaults("initializers/VarianceScaling"))
        .containsEntry("mode", "{@code fan_in}")
        .containsEntry("distribution", "{@code truncated_normal}");
    assertThat(defaults("constraints/UnitNorm")).containsEntry("axis", "{@code 0}");
  }

  private static Map<String, String> defaults(String options) throws IOException {
    Map<String, String> defaults = new HashMap<>();
    Matcher found =
        Pattern.compile(
                "Sets \\{@code (\\w+)\\}(?:(?!\\*/).)* Default: (.*?)\\.\\n", Pattern.DOTALL)
            .matcher(Files.readString(GENERATED.resolveSibling(options + "Setters.java")));
    while (found.find()) {
      defaults.put(found.group(1), found.group(2));
    }
    return defaults;
  }
}
