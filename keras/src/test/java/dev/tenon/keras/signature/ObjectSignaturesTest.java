package dev.tenon.keras.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.config.ConfigRecord;
import dev.tenon.config.KerasSerializable;
import dev.tenon.constraints.Constraints;
import dev.tenon.initializers.Initializers;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.regularizers.Regularizers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every initializer, regularizer and constraint of Keras is a record with its arguments. */
final class ObjectSignaturesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> recordsHaveTheArgumentsOfKeras() {
    return Stream.of(
            check(SignatureKind.INITIALIZER, Initializers.all()),
            check(SignatureKind.REGULARIZER, Regularizers.all()),
            check(SignatureKind.CONSTRAINT, Constraints.all()))
        .flatMap(tests -> tests);
  }

  private static Stream<DynamicTest> check(
      SignatureKind kind, List<? extends KerasSerializable> records) {
    KerasSignatures signatures = KerasSignatures.of(KerasGeneration.KERAS_3);
    DynamicTest all =
        DynamicTest.dynamicTest(
            "all of kind " + kind.title(),
            () ->
                assertThat(records.stream().map(each -> each.getClass().getSimpleName()).toList())
                    .containsExactlyInAnyOrderElementsOf(
                        signatures.all(kind).stream().map(KerasSignature::name).toList()));
    return Stream.concat(
        Stream.of(all),
        records.stream()
            .map(
                each -> {
                  String name = each.getClass().getSimpleName();
                  return DynamicTest.dynamicTest(
                      name,
                      () -> {
                        KerasSignature signature = signatures.find(kind, name);
                        assertThat(defaults((Record) each)).isEqualTo(arguments(signature));
                        assertThat(each.config().keySet()).isSubsetOf(named(signature));
                      });
                }));
  }

  /** Keras writes what it takes, but for the gain of Identity, which it forgets. */
  private static List<String> named(KerasSignature signature) {
    return signature.arguments().stream().map(Argument::name).toList();
  }

  /** Returns names and defaults as text, in order: one axis may be a list or a number. */
  private static String defaults(Record object) {
    Map<String, Object> shown = new LinkedHashMap<>();
    ConfigRecord.write(object)
        .forEach((key, value) -> shown.put(key, plain(JSON.valueToTree(value))));
    return shown.toString();
  }

  private static String arguments(KerasSignature signature) {
    Map<String, Object> shown = new LinkedHashMap<>();
    signature
        .arguments()
        .forEach(argument -> shown.put(argument.name(), plain(argument.defaultValue())));
    return shown.toString();
  }

  private static Object plain(JsonNode value) {
    JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
    return one.isNumber() ? one.doubleValue() : one;
  }
}
