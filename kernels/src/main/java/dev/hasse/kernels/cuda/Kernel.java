package dev.hasse.kernels.cuda;

/**
 * The kernels of src/main/cuda: where each is, what it takes, and how it is launched. KernelTest
 * compares this table with the PTX and its manifest.
 *
 * <p>Types of parameters: {@code p} an address or another integer of 64 bits, {@code i} an integer
 * of 32 bits, {@code f} a float, {@code d} a double.
 */
@SuppressWarnings("ImmutableEnumChecker") // Grid is a record of numbers
enum Kernel {
  INTERVAL_AFFINE(Ptx.INTERVAL, "intervalAffine", "pppfppiiiippip", Grid.tiles(128, 64, 64)),
  INTERVAL_SCALE(Ptx.INTERVAL, "intervalScale", "pppfppiiippp", Grid.striding(4)),
  INTERVAL_RELU(Ptx.INTERVAL, "intervalRelu", "ppiipp", Grid.striding(4)),
  INTERVAL_ADD(Ptx.INTERVAL, "intervalAdd", "ppppiippp", Grid.striding(4)),
  INTERVAL_SELECT(Ptx.INTERVAL, "intervalSelect", "ppiipippi", Grid.striding(4)),
  INTERSECT(Ptx.INTERVAL, "intersect", "ppppii", Grid.striding(4)),
  TIGHTEN(Ptx.INTERVAL, "tighten", "ppipppiip", Grid.warps()),
  UNSTABLE(Ptx.INTERVAL, "unstable", "ppiiipi", Grid.striding(1)),
  VARYING(Ptx.INTERVAL, "varying", "ppiiipi", Grid.striding(1)),
  RELAX_RELU(Ptx.INTERVAL, "relaxRelu", "ppiiipppp", Grid.striding(4)),
  MAGNITUDE_AFFINE(Ptx.INTERVAL, "magnitudeAffine", "ppppiiiipi", Grid.tiles(128, 128, 64)),
  MAGNITUDE_SCALE(Ptx.INTERVAL, "magnitudeScale", "ppppiiip", Grid.striding(4)),
  MAGNITUDE_SUM(Ptx.INTERVAL, "magnitudeSum", "ppiip", Grid.warps()),
  WIDEN_BY_DUST(Ptx.INTERVAL, "widenByDust", "pppiiippii", Grid.warps()),
  MAGNITUDE_DUST(Ptx.INTERVAL, "magnitudeDust", "pppiiipii", Grid.warps()),
  START_ROWS(Ptx.ROWS, "startRows", "ppdpippiipp", Grid.warps()),
  UNIT_ROWS(Ptx.ROWS, "unitRows", "piipp", Grid.warps()),
  OBJECTIVE_ROWS(Ptx.ROWS, "objectiveRows", "pppppiipip", Grid.warps()),
  APPLY_LINES(Ptx.ROWS, "applyLines", "ppppppppiipp", Grid.warps()),
  BACK_AFFINE(Ptx.ROWS, "backAffine", "pippppppipppdiiipp", Grid.tiles(256, 128, 128)),
  BACK_AFFINE_NARROW(Ptx.ROWS, "backAffineNarrow", "pippppppipppdiiipp", Grid.tiles(128, 128, 64)),
  BACK_SCALE(Ptx.ROWS, "backScale", "pippppppdipp", Grid.warps()),
  BACK_SELECT(Ptx.ROWS, "backSelect", "piipipi", Grid.striding(4)),
  MERGE_ROWS(Ptx.ROWS, "mergeRows", "pppppppiipp", Grid.warps()),
  CONCRETIZE(Ptx.ROWS, "concretize", "pppppiip", Grid.warps()),
  MINIMIZER(Ptx.ROWS, "minimizer", "ppppiip", Grid.warps()),
  START_SLOPES(Ptx.SLOPES, "startSlopes", "pppiiiip", Grid.warps()),
  APPLY_SLOPES(Ptx.SLOPES, "applySlopes", "ppppppppiipp", Grid.warps()),
  FORWARD_RELAXED(Ptx.SLOPES, "forwardRelaxed", "ppppppppiip", Grid.warps()),
  ASCEND(Ptx.SLOPES, "ascend", "pppppiiifffffppp", Grid.warps()),
  INTERVAL_CONVOLUTION(
      Ptx.CONVOLUTION, "intervalConvolution", "ppppfppiiippip", Grid.tiles(128, 8, 128)),
  MAGNITUDE_CONVOLUTION(
      Ptx.CONVOLUTION, "magnitudeConvolution", "pppppiiipi", Grid.tiles(128, 8, 128)),
  FORWARD_CONVOLUTION(Ptx.CONVOLUTION, "forwardConvolution", "ppppiiipi", Grid.tiles(128, 8, 128)),
  BACK_CONVOLUTION(Ptx.CONVOLUTION, "backConvolution", "pppiipii", Grid.tiles(128, 16, 128)),
  BACK_CONVOLUTION_NARROW(
      Ptx.CONVOLUTION, "backConvolutionNarrow", "pppiipii", Grid.tiles(128, 4, 128)),
  CONVOLUTION_CONSTANTS(Ptx.CONVOLUTION, "convolutionConstants", "pipppppdiip", Grid.warps()),
  START_CONVOLUTION(Ptx.CONVOLUTION, "startConvolution", "pppdpippiipp", Grid.warps()),
  FORWARD_AFFINE(Ptx.POINTS, "forwardAffine", "pppiiiipi", Grid.tiles(128, 128, 64)),
  FORWARD_SCALE(Ptx.POINTS, "forwardScale", "pppiiip", Grid.striding(4)),
  FORWARD_RELU(Ptx.POINTS, "forwardRelu", "piip", Grid.striding(4)),
  FORWARD_ADD(Ptx.POINTS, "forwardAdd", "ppiip", Grid.striding(4)),
  FORWARD_SELECT(Ptx.POINTS, "forwardSelect", "piipipi", Grid.striding(4)),
  SAMPLE_POINTS(Ptx.POINTS, "samplePoints", "ppiiiipip", Grid.striding(4)),
  DIVERGENCE(Ptx.POINTS, "divergence", "ppiiip", Grid.warps()),
  TRAINED_PRODUCT(Ptx.TRAINING, "trainedProduct", "piipiipii", Grid.tiles(128, 64, 64)),
  GRADIENT_TILES(Ptx.TRAINING, "gradientTiles", "piipiiip", Grid.tiles(128, 64, 64)),
  WINDOW_GRADIENT_TILES(Ptx.TRAINING, "windowGradientTiles", "ppipiiiipi", Grid.tiles(128, 64, 64)),
  ADD_GRADIENT_TILES(Ptx.TRAINING, "addGradientTiles", "piiiiiiipp", Grid.striding(1)),
  LAY_OUT_WEIGHTS(Ptx.TRAINING, "layOutWeights", "piiiipi", Grid.striding(1)),
  PACK_WINDOWS(Ptx.TRAINING, "packWindows", "ppiiiip", Grid.striding(1)),
  ADD_SCALED(Ptx.BIASES, "addScaled", "pfpii", Grid.striding(4)),
  ADD_NUMBER(Ptx.BIASES, "addNumber", "pfiii", Grid.striding(4)),
  MULTIPLY_COLUMNS(Ptx.BIASES, "multiplyColumns", "piiipip", Grid.striding(4)),
  ADD_BIAS(Ptx.BIASES, "addBias", "piiipip", Grid.striding(4)),
  BIAS_PRODUCT(Ptx.BIASES, "biasProduct", "piiipip", Grid.warps()),
  BIAS_GRADIENT(Ptx.BIASES, "biasGradient", "piiipp", Grid.tiles(256, 1, 32)),
  CHANNEL_SUMS(Ptx.BIASES, "channelSums", "piiiipipi", Grid.tiles(256, 1, 1)),
  RELU_BACK(Ptx.TRIANGLES, "reluBack", "ppiip", Grid.striding(4)),
  POINT_BOXES(Ptx.TRIANGLES, "pointBoxes", "piiifffpp", Grid.striding(4)),
  BOX_RELU(Ptx.TRIANGLES, "boxRelu", "ppiipp", Grid.striding(4)),
  BOX_RELU_BACK(Ptx.TRIANGLES, "boxReluBack", "ppppiipp", Grid.striding(4)),
  RELAX_ROWS(Ptx.TRIANGLES, "relaxRows", "piiipppp", Grid.warps()),
  RELAX_ROWS_BACK(Ptx.TRIANGLES, "relaxRowsBack", "pppiiippppp", Grid.striding(1)),
  LEAST_OF_ROWS(Ptx.TRIANGLES, "leastOfRows", "piiipppp", Grid.warps()),
  LEAST_OF_ROWS_BACK(Ptx.TRIANGLES, "leastOfRowsBack", "ppiiiippp", Grid.striding(1)),
  LEAST_OF_SHARED_ROWS_BACK(
      Ptx.TRIANGLES, "leastOfSharedRowsBack", "ppiiiippppp", Grid.striding(1)),
  LEAST_OF_SHARED_BOXES_BACK(
      Ptx.TRIANGLES, "leastOfSharedBoxesBack", "ppiiiippp", Grid.striding(1)),
  MATRIX_PRODUCT(Ptx.BENCHMARK, "matrixProduct", "pppi", Grid.tiles(256, 128, 128));

  private final Ptx file;
  private final String symbol;
  private final String parameters;
  private final Grid grid;
  private final String launchCall;

  Kernel(Ptx file, String symbol, String parameters, Grid grid) {
    this.file = file;
    this.symbol = symbol;
    this.parameters = parameters;
    this.grid = grid;
    this.launchCall = "cuLaunchKernel of " + symbol;
  }

  Ptx file() {
    return file;
  }

  /** Its name in the PTX. */
  String symbol() {
    return symbol;
  }

  /** Types of its parameters, a letter each. */
  String parameters() {
    return parameters;
  }

  Grid grid() {
    return grid;
  }

  /** What an error calls a launch of it. */
  String launchCall() {
    return launchCall;
  }
}
