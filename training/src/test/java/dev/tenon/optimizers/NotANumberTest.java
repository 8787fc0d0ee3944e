package dev.tenon.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No optimizer takes NaN for a number: a training would lose all its weights at the first step. */
final class NotANumberTest {
  @TestFactory
  Stream<DynamicTest> optimizers() {
    List<Record> defaults = new ArrayList<>();
    Optimizers.ALL.forEach(optimizer -> defaults.add((Record) optimizer));
    defaults.add(OptimizerOptions.DEFAULTS);
    return defaults.stream()
        .flatMap(
            each ->
                Stream.of(each.getClass().getRecordComponents())
                    .filter(NotANumberTest::isNumber)
                    .map(
                        component ->
                            DynamicTest.dynamicTest(
                                each.getClass().getSimpleName() + " " + component.getName(),
                                () -> refuses(each, component))));
  }

  private static boolean isNumber(RecordComponent component) {
    return component.getType() == double.class || component.getType() == Double.class;
  }

  private static void refuses(Record defaults, RecordComponent wrong)
      throws ReflectiveOperationException {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] =
          components[i].getName().equals(wrong.getName())
              ? Double.valueOf(Double.NaN)
              : components[i].getAccessor().invoke(defaults);
    }
    Constructor<?> canonical = defaults.getClass().getDeclaredConstructor(types);
    Throwable thrown = null;
    try {
      canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
    }
    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(wrong.getName())
        .hasMessageContaining("NaN");
  }
}
