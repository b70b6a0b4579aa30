"""Goals, costs and gender across förbund, years and insatser; the statistics behind them."""
