package dev.tenon.ir.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.InternalErrorException;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnknownRankException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.InvalidNodeException;
import dev.tenon.layers.activation.ReLU;
import dev.tenon.layers.base.LayerNode;
import org.junit.jupiter.api.Test;

/** What a layer throws keeps its type and cause, and names the layer once. */
final class LayerFailureTest {
  private static final LayerNode LAYER = new LayerNode("relu", ReLU.DEFAULTS);

  private static RuntimeException at(RuntimeException failure) {
    return LayerFailure.at(LAYER, "outer/relu", failure);
  }

  @Test
  void aWrongArgumentNamesTheLayerOnce() {
    IllegalArgumentException cause = new IllegalArgumentException("does not fit");
    RuntimeException named = at(cause);
    assertThat(named)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 'relu' (ReLU): does not fit")
        .hasCause(cause);
    assertThat(((InvalidNodeException) named).origin().path()).isEqualTo("outer/relu");
    assertThat(at(named)).isSameAs(named);
  }

  @Test
  void whatIsUnsupportedIsListed() {
    UnsupportedModelException named =
        (UnsupportedModelException) at(new UnsupportedModelException("cannot train"));
    assertThat(named.where()).isEqualTo("layer 'relu' (ReLU)");
    assertThat(named.what()).isEqualTo("cannot train");
    assertThat(named.origin()).isEqualTo("outer/relu");
    assertThat(named.unsupported()).containsExactly("ReLU: 'outer/relu'");
    assertThat(at(named)).isSameAs(named);
  }

  @Test
  void anUnknownRankAndADamagedFileStayWhatTheyAre() {
    assertThat(at(new UnknownRankException()))
        .isInstanceOf(UnknownRankException.class)
        .hasMessage("layer 'relu' (ReLU): the rank of this tensor is not known");
    assertThat(at(new MalformedModelException("is damaged")))
        .isInstanceOf(MalformedModelException.class);
  }

  @Test
  void aFaultOfTenonIsNoWrongArgument() {
    IndexOutOfBoundsException fault = new IndexOutOfBoundsException("Index 3");
    assertThat(at(fault)).isInstanceOf(InternalErrorException.class).hasCause(fault);
    assertThat(at(new NullPointerException())).isInstanceOf(InternalErrorException.class);
  }

  @Test
  void aLengthThatOverflowsIsAWrongArgument() {
    assertThat(at(new ArithmeticException("long overflow")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a number in its configuration");
  }
}
