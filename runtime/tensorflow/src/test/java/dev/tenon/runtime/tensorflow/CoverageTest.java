package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.ir.op.OperatorFamily;
import dev.tenon.ir.op.Unary;
import dev.tenon.runtime.Collective;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.runtime.tensorflow.ops.Mappings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operator has a mapping or a reason, never both. */
class CoverageTest {
  private static List<Class<?>> records(Class<?> family) {
    List<Class<?>> found = new ArrayList<>();
    if (family.isRecord()) {
      found.add(family);
    } else {
      for (Class<?> member : family.getPermittedSubclasses()) {
        found.addAll(records(member));
      }
    }
    return found;
  }

  @Test
  void everyOperatorIsMappedOrRefusedWithAReason() {
    NativeLibrary.load();
    List<Class<?>> operators = records(OperatorFamily.class);
    assertThat(operators).hasSizeGreaterThan(100);
    operators.addAll(records(Differentiation.class));
    operators.addAll(records(Collective.class));
    for (Class<?> operator : operators) {
      boolean mapped = Mappings.TABLE.operators().contains(operator);
      boolean refused = Mappings.TABLE.reason(operator) != null;
      assertThat(mapped ^ refused).as(operator.getSimpleName()).isTrue();
    }
    assertThat(operators).containsAll(Mappings.TABLE.operators());
  }

  @Test
  void aSecondMappingIsRefused() {
    MappingTable mappings = new MappingTable();
    mappings.same(Unary.Abs.class, "Abs", 1);
    assertThatThrownBy(() -> mappings.same(Unary.Abs.class, "Abs", 1))
        .hasMessageContaining("two mappings for Abs");
    assertThatThrownBy(() -> mappings.unsupported(Unary.Abs.class, "no"))
        .hasMessageContaining("two mappings for Abs");
  }
}
