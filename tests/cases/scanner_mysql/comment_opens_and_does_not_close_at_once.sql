select /*/ ; */ 1;
