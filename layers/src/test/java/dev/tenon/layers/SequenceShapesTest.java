package dev.tenon.layers;

import static dev.tenon.layers.Layers.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.lower.StatePorts;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.layers.attention.MultiHeadAttention;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.recurrent.Bidirectional;
import dev.tenon.layers.recurrent.ConvLSTM2D;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.GRUCell;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.LSTMCell;
import dev.tenon.layers.recurrent.RNN;
import dev.tenon.layers.recurrent.StackedRNNCells;
import dev.tenon.layers.recurrent.TimeDistributed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recurrent and attention layers: shapes as Keras 3.15 has them, weights, and what they report. */
final class SequenceShapesTest {
  private static final LSTM LSTM_3 = LSTM.DEFAULTS.units(3);

  private static Recurrent.Recurrence recurrence(Lowered lowered) {
    return lowered.graph().nodes().stream()
        .map(OperatorNode::operator)
        .filter(Recurrent.Recurrence.class::isInstance)
        .map(Recurrent.Recurrence.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String output(Layer<?> layer, long... input) {
    Lowered lowered = Layers.lower(layer, Mode.INFERENCE, shape(input));
    return lowered.graph().outputs().get(0).shape().toString();
  }

  @Test
  void aSequenceOfUnknownLengthKeepsIt() {
    assertThat(output(LSTM_3.returnSequences(true), -1, -1, 4)).isEqualTo("(batch, length1, 3)");
    assertThat(output(LSTM_3, -1, -1, 4)).isEqualTo("(batch, 3)");
  }

  @Test
  void theOrdinaryLstmEqualsOnnxOwn() {
    Lowered lowered = Layers.lower(LSTM_3, Mode.INFERENCE, shape(-1, 5, 4));
    assertThat(recurrence(lowered).same())
        .isEqualTo(
            new Recurrent.SameAs("LSTM", 3, List.of("Sigmoid", "Tanh", "Tanh"), true, false));
    assertThat(lowered.parameters())
        .extracting(Parameter::path)
        .containsExactly("layer/cell/kernel", "layer/cell/recurrent_kernel", "layer/cell/bias");
    assertThat(lowered.parameters().get(0).shape()).containsExactly(4, 12);
  }

  @Test
  void dropoutInTrainingDrawsItsMasksOutsideOfTheSteps() {
    LSTM layer = LSTM_3.dropout(0.5).recurrentDropout(0.25);
    Lowered lowered = Layers.lower(layer, Mode.TRAINING, shape(2, 5, 4));
    assertThat(recurrence(lowered).same()).isNull();
    assertThat(lowered.graph().nodes())
        .filteredOn(node -> node.operator() instanceof StatelessRandom)
        .hasSize(8);
    assertThat(recurrence(Layers.lower(layer, Mode.INFERENCE, shape(2, 5, 4))).same()).isNotNull();
  }

  @Test
  void statefulLayersUpdateTheirStates() {
    LSTM layer = LSTM_3.stateful(true);
    Lowered lowered = Layers.lower(layer, Mode.INFERENCE, shape(2, 5, 4));
    assertThat(lowered.updates()).hasSize(2);
    assertThatThrownBy(() -> Layers.lower(layer, Mode.INFERENCE, shape(-1, 5, 4)))
        .hasMessageContaining("batch_shape");
  }

  @Test
  void whatLayersRememberGoesInAndComesOut() {
    LSTM layer = LSTM_3.stateful(true);
    StatePorts ports = StatePorts.of(Layers.lower(layer, Mode.INFERENCE, shape(2, 5, 4)));
    assertThat(ports.graph().inputs())
        .extracting(Value::name)
        .endsWith("layer/rnn_state", "layer/rnn_state_1")
        .hasSize(3);
    assertThat(ports.graph().outputNames())
        .endsWith("layer/rnn_state/next", "layer/rnn_state_1/next")
        .hasSize(3);
    assertThat(ports.graph().parameterValues())
        .extracting(Value::name)
        .noneMatch(name -> name.contains("state"));
    Lowered forgetful = Layers.lower(LSTM_3, Mode.INFERENCE, shape(2, 5, 4));
    assertThat(StatePorts.of(forgetful).graph()).isSameAs(forgetful.graph());
  }

  @Test
  void bothDirectionsAreJoined() {
    GRU gru = GRU.DEFAULTS.units(3).returnSequences(true);
    Bidirectional both = Bidirectional.DEFAULTS.layer(new LayerNode("gru", gru));
    assertThat(output(both, -1, -1, 4)).isEqualTo("(batch, length1, 6)");
    Lowered lowered = Layers.lower(both, Mode.INFERENCE, shape(-1, 5, 4));
    assertThat(lowered.parameters())
        .extracting(Parameter::path)
        .startsWith("layer/forward_gru/cell/kernel")
        .endsWith("layer/backward_gru/cell/bias");
  }

  @Test
  void stackedCellsLieInAListOfCells() {
    LayerNode first = new LayerNode("first", LSTMCell.DEFAULTS.units(3));
    LayerNode second = new LayerNode("second", GRUCell.DEFAULTS.units(2));
    LayerNode third = new LayerNode("third", LSTMCell.DEFAULTS.units(4));
    StackedRNNCells cells = new StackedRNNCells(List.of(first, second, third));
    RNN rnn = RNN.DEFAULTS.cell(new LayerNode("cells", cells));
    assertThat(output(rnn, -1, 5, 4)).isEqualTo("(batch, 4)");
    Lowered lowered = Layers.lower(rnn, Mode.INFERENCE, shape(-1, 5, 4));
    assertThat(recurrence(lowered).states()).isEqualTo(5);
    var scope = lowered.weights().values().iterator().next();
    assertThat(scope.children().values().iterator().next().children().keySet())
        .containsExactly("cells/lstm_cell", "cells/gru_cell", "cells/lstm_cell_1");
  }

  @Test
  void convolutionsReplaceProducts() {
    ConvLSTM2D layer =
        ConvLSTM2D.DEFAULTS
            .filters(5)
            .kernelSize(List.of(3L, 3L))
            .strides(List.of(2L, 2L))
            .padding("same");
    assertThat(output(layer, -1, 6, 9, 8, 4)).isEqualTo("(batch, 5, 4, 5)");
  }

  @Test
  void everyStepGoesThroughTheLayer() {
    Conv2D conv = Conv2D.DEFAULTS.filters(5).kernelSize(List.of(3L, 3L));
    TimeDistributed each = new TimeDistributed(new LayerNode("conv", conv));
    assertThat(output(each, -1, -1, 9, 8, 4)).isEqualTo("(batch, length1, 7, 6, 5)");
  }

  @Test
  void attentionKeepsTheShapeOfTheQuery() {
    MultiHeadAttention layer = MultiHeadAttention.DEFAULTS.numHeads(2).keyDim(3);
    Lowered lowered = Layers.lower(layer, Mode.INFERENCE, shape(-1, -1, 4), shape(-1, 7, 6));
    assertThat(lowered.graph().outputs().get(0).shape()).hasToString("(batch, length1, 4)");
    assertThat(lowered.weights().values().iterator().next().children().keySet())
        .containsExactly("query_dense", "key_dense", "value_dense", "output_dense");
    assertThat(lowered.parameters().get(0).shape()).containsExactly(4, 2, 3);
    assertThat(lowered.parameters().get(2).shape()).containsExactly(6, 2, 3);
  }
}
